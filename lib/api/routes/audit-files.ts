import { z } from "zod";
import { Moment } from "#platform/moment";
import { exportAudit, listAuditActions, listRemoved, previewRetention } from "#lib/governance";
import { ExportAuditInput, PreviewRetentionInput } from "#schema/governance";
import { route } from "../route.ts";
import { FileAnswer } from "./file.ts";

export const auditFileRoutes = [
  route({
    method: "get",
    path: "/audit/export",
    id: "exportAudit",
    tag: "Audit",
    summary: "Get what filters keep of the chain as a file, oldest first",
    description:
      "JSON lines without a filter hold the checkpoints too: `npm run audit:verify -- --file` proves such a file anywhere.",
    permissions: ["audit.read"],
    query: ExportAuditInput.omit({ chain: true }),
    result: FileAnswer,
    isFile: true,
    handle: async ({ ctx, query }) => ({ format: query.format, ...(await exportAudit(ctx, query)) }),
  }),
  route({
    method: "get",
    path: "/audit/actions",
    id: "listAuditActions",
    tag: "Audit",
    summary: "List the actions that the chain tells of",
    permissions: ["audit.read"],
    result: z.object({ items: z.array(z.string()) }),
    handle: async ({ ctx }) => ({ items: await listAuditActions(ctx) }),
  }),
  route({
    method: "get",
    path: "/retention/{kind}/preview",
    id: "previewRetention",
    tag: "Governance",
    summary: "Count what would go if a kind of data were kept so many days",
    permissions: ["retention.update"],
    params: PreviewRetentionInput.pick({ kind: true }),
    query: z.object({ days: z.coerce.number().int().min(1).max(36_500) }),
    result: z.object({ all: z.number(), old: z.number() }),
    handle: ({ ctx, params, query }) => previewRetention(ctx, { ...params, ...query }),
  }),
  route({
    method: "get",
    path: "/retention/removed",
    id: "listRemoved",
    tag: "Governance",
    summary: "List what retention took of a span's rows",
    permissions: ["settings.read"],
    query: z.object({ from: Moment }),
    result: z.object({ items: z.array(z.object({ kind: z.string(), before: z.date() })) }),
    handle: async ({ ctx, query }) => ({ items: await listRemoved(ctx, query) }),
  }),
];
