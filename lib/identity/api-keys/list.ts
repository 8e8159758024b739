import { desc, eq } from "drizzle-orm";
import { apiKeys, users } from "#db/schema/identity";
import type { Context } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { type ApiKey, present } from "./internal.ts";

/** The project's keys, newest first, without their secrets. */
export async function listApiKeys(ctx: Context): Promise<ApiKey[]> {
  requirePermission(ctx, "api_key.read");
  const rows = await ctx.db
    .select({ key: apiKeys, ownerName: users.name, ownerEmail: users.email })
    .from(apiKeys)
    .leftJoin(users, eq(users.id, apiKeys.createdBy))
    .where(eq(apiKeys.projectId, ctx.project))
    .orderBy(desc(apiKeys.createdAt));
  return rows.map(({ key, ownerName, ownerEmail }) => present(key, ownerName ?? ownerEmail));
}
