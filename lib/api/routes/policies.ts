import { z } from "zod";
import {
  getPolicy,
  listPolicies,
  listPolicyPresets,
  listPolicyVersions,
  savePolicy,
  setPolicyEnabled,
  testPolicy,
} from "#lib/guardrails";
import { policyHits } from "#lib/observability";
import {
  PiiType,
  PolicyRules,
  SavePolicyInput,
  SetPolicyEnabledInput,
  TestPolicyInput,
} from "#schema/guardrails";
import { PolicyHitsInput } from "#schema/observability";
import { route } from "../route.ts";

const PolicyVersion = z.object({
  number: z.number(),
  rules: PolicyRules,
  contentHash: z.string(),
  message: z.string(),
  createdByName: z.string(),
  createdAt: z.date(),
});
const Policy = z.object({
  id: z.string(),
  name: z.string(),
  isEnabled: z.boolean(),
  version: PolicyVersion,
  createdAt: z.date(),
});
const Finding = z.object({
  policyId: z.string(),
  policyName: z.string(),
  policyVersion: z.number(),
  kind: z.string(),
  rule: z.string(),
  action: z.string(),
  start: z.number(),
  end: z.number(),
});
const params = z.object({ policyId: z.uuid() });
const tag = "Policies";

export const policyRoutes = [
  route({
    method: "get",
    path: "/policies",
    id: "listPolicies",
    tag,
    summary: "List guardrail policies",
    permissions: ["policy.read"],
    result: z.object({ items: z.array(Policy) }),
    handle: async ({ ctx }) => ({ items: await listPolicies(ctx) }),
  }),
  route({
    method: "post",
    path: "/policies",
    id: "createPolicy",
    tag,
    summary: "Make a policy",
    permissions: ["policy.update"],
    body: SavePolicyInput.omit({ policyId: true, expectedVersion: true }),
    result: Policy,
    status: 201,
    handle: ({ ctx, body }) => savePolicy(ctx, body),
  }),
  route({
    method: "post",
    path: "/policies/test",
    id: "testPolicy",
    tag,
    summary: "Try rules on a text",
    description: "Saved ones by `policyId`, or `rules` as they are sent. Nothing is stored.",
    permissions: ["policy.read"],
    body: TestPolicyInput,
    result: z.object({
      result: z.object({
        action: z.enum(["pass", "redact", "block"]),
        text: z.string(),
        findings: z.array(Finding),
        reason: z.string().nullable(),
      }),
      detected: z.array(
        z.object({ type: PiiType, start: z.number(), end: z.number(), score: z.number(), text: z.string() }),
      ),
    }),
    handle: ({ ctx, body }) => testPolicy(ctx, body),
  }),
  route({
    method: "get",
    path: "/policies/presets",
    id: "listPolicyPresets",
    tag,
    summary: "List rules to begin with, each with what it covers and what it cannot",
    permissions: ["policy.read"],
    result: z.object({ items: z.array(z.record(z.string(), z.unknown())) }),
    handle: async ({ ctx }) => ({ items: await listPolicyPresets(ctx) }),
  }),
  route({
    method: "get",
    path: "/policies/hits",
    id: "listPolicyHits",
    tag,
    summary: "What policies found in a span, by day and by what was done",
    permissions: ["generation.read"],
    query: PolicyHitsInput,
    result: z.object({
      items: z.array(
        z.object({ day: z.string(), action: z.string(), calls: z.number(), findings: z.number() }),
      ),
    }),
    handle: async ({ ctx, query }) => ({ items: await policyHits(ctx, query) }),
  }),
  route({
    method: "get",
    path: "/policies/{policyId}",
    id: "getPolicy",
    tag,
    summary: "Get a policy with its newest version",
    permissions: ["policy.read"],
    params,
    result: Policy,
    handle: ({ ctx, params: input }) => getPolicy(ctx, input),
  }),
  route({
    method: "get",
    path: "/policies/{policyId}/versions",
    id: "listPolicyVersions",
    tag,
    summary: "List a policy's versions, newest first",
    permissions: ["policy.read"],
    params,
    result: z.object({ items: z.array(PolicyVersion) }),
    handle: async ({ ctx, params: input }) => ({ items: await listPolicyVersions(ctx, input) }),
  }),
  route({
    method: "post",
    path: "/policies/{policyId}/versions",
    id: "savePolicy",
    tag,
    summary: "Save a version of a policy",
    permissions: ["policy.update"],
    params,
    body: SavePolicyInput.omit({ policyId: true }),
    result: Policy,
    status: 201,
    handle: ({ ctx, params: input, body }) => savePolicy(ctx, { ...input, ...body }),
  }),
  route({
    method: "post",
    path: "/policies/{policyId}/enable",
    id: "setPolicyEnabled",
    tag,
    summary: "Switch a policy on or off",
    permissions: ["policy.update"],
    params,
    body: SetPolicyEnabledInput.omit({ policyId: true }),
    result: Policy,
    handle: ({ ctx, params: input, body }) => setPolicyEnabled(ctx, { ...input, ...body }),
  }),
];
