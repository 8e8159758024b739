import { z } from "zod";
import { listAuditEvents, verifyAudit } from "#lib/governance";
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
    scope: "audit:read",
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
    summary: "Recompute the project's hash chain",
    scope: "audit:read",
    result: z.object({
      isIntact: z.boolean(),
      checked: z.number(),
      lastHash: z.string().nullable(),
      firstBad: z.object({ seq: z.number(), problem: z.string() }).nullable(),
      sentence: z.string(),
    }),
    handle: ({ ctx }) => verifyAudit(ctx, {}),
  }),
];
