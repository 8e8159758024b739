import { z } from "zod";
import { getAuditKey, listAuditEvents, verifyAudit } from "#lib/governance";
import { projectAuditChecks } from "#lib/releases";
import { ListAuditEventsInput } from "#schema/governance";
import { route } from "../route.ts";
import { pageOf } from "./page.ts";

export const auditRoutes = [
  route({
    method: "get",
    path: "/audit",
    id: "listAuditEvents",
    tag: "Audit",
    summary: "List audit events, newest first",
    permissions: ["audit.read"],
    query: ListAuditEventsInput.omit({ chain: true }),
    result: pageOf(
      z.object({
        seq: z.number(),
        at: z.date(),
        actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
        action: z.string(),
        subjectType: z.string(),
        subjectId: z.string(),
        subjectName: z.string(),
        before: z.unknown(),
        after: z.unknown(),
        requestId: z.string(),
        hash: z.string(),
      }),
    ),
    handle: ({ ctx, query }) => listAuditEvents(ctx, query),
  }),
  route({
    method: "post",
    path: "/audit/verify",
    id: "verifyAudit",
    tag: "Audit",
    summary: "Recompute the project's hash chain, its signed checkpoints, and the rows its events name",
    permissions: ["audit.verify"],
    result: z.object({
      isIntact: z.boolean(),
      checked: z.number(),
      lastHash: z.string().nullable(),
      firstBad: z.object({ seq: z.number(), problem: z.string() }).nullable(),
      problems: z.array(z.string()),
      checkpoint: z
        .object({ size: z.number(), root: z.string(), at: z.date(), isInFile: z.boolean() })
        .nullable(),
      sentence: z.string(),
    }),
    handle: ({ ctx }) => verifyAudit(ctx, {}, projectAuditChecks),
  }),
  route({
    method: "get",
    path: "/audit/key",
    id: "getAuditKey",
    tag: "Audit",
    summary: "The public key that checkpoints of the audit chain are signed with",
    description:
      "Ed25519, base64 of its 32 bytes. Keep it elsewhere: with it an exported chain can be verified anywhere.",
    permissions: ["audit.read"],
    result: z.object({ publicKey: z.string() }),
    handle: ({ ctx }) => getAuditKey(ctx),
  }),
];
