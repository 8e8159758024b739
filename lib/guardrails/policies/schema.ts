import { z } from "zod";
import { type findingKinds, maxCheckedCharacters } from "../constants.ts";
import type { Finding } from "../pii/schema.ts";
import { PolicyRules, type RuleEffect, Stage } from "./rules.ts";

/** A policy with the rules of its current version. */
export type Policy = {
  id: string;
  name: string;
  isEnabled: boolean;
  version: PolicyVersion;
  createdAt: Date;
};

export type PolicyVersion = {
  number: number;
  rules: PolicyRules;
  contentHash: string;
  message: string;
  createdByName: string;
  createdAt: Date;
};

export type FindingKind = (typeof findingKinds)[number];

/** Which rule of which policy acted where. Holds no text of the match, so it may be stored and shown. */
export type GuardrailFinding = {
  policyId: string;
  policyName: string;
  policyVersion: number;
  kind: FindingKind;
  /** The PII type, the pattern's name, "term 3" of the blocklist, or the way of an injection. */
  rule: string;
  action: RuleEffect;
  /** Offsets into the text that was checked. */
  start: number;
  end: number;
};

/** The verdict on a text: `text` is what may go on (empty when blocked), `reason` names policy and rule when blocked. What only notes is in `findings` of a text that passes. */
export type GuardrailResult = {
  action: "pass" | "redact" | "block";
  text: string;
  findings: GuardrailFinding[];
  reason: string | null;
};

const CheckedText = z.string().max(maxCheckedCharacters, "This text is too long to be checked.");

export const CheckTextInput = z.object({ text: CheckedText, stage: Stage });
export type CheckTextInput = z.input<typeof CheckTextInput>;

export const GetPolicyInput = z.object({ policyId: z.uuid() });
export type GetPolicyInput = z.input<typeof GetPolicyInput>;

const PolicyName = z.string().trim().min(1, "Give the policy a name.").max(80);

/** Without `policyId` a new policy is made, with it a new version of that one. */
export const SavePolicyInput = z.object({
  policyId: z.uuid().optional(),
  name: PolicyName,
  rules: PolicyRules,
  message: z.string().trim().max(500).default(""),
  /** Number of the version the editor started from; another means somebody saved meanwhile. */
  expectedVersion: z.number().int().optional(),
});
export type SavePolicyInput = z.input<typeof SavePolicyInput>;

export const SetPolicyEnabledInput = z.object({ policyId: z.uuid(), isEnabled: z.boolean() });
export type SetPolicyEnabledInput = z.input<typeof SetPolicyEnabledInput>;

/** Tries saved rules (`policyId`) or unsaved ones (`rules`) on a pasted text; nothing is stored. */
export const TestPolicyInput = z.object({
  policyId: z.uuid().optional(),
  rules: PolicyRules.optional(),
  text: z.string().min(1, "Paste a text to try.").max(50_000, "Try at most 50,000 characters at once."),
  stage: Stage,
});
export type TestPolicyInput = z.input<typeof TestPolicyInput>;

/** What a policy would do: the verdict, and everything the detector saw, whether a rule covers it or not. */
export type PolicyTrial = { result: GuardrailResult; detected: Finding[] };
