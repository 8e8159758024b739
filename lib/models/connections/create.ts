import { publishInvalidation, inTransaction } from "#db";
import { connections, models } from "#db/schema/models";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { encryptSecret } from "#platform/crypto";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { requireOutboundUrl } from "#platform/outbound";
import { readServiceAccount } from "../chat/ai-sdk/service-account.ts";
import { findFigures } from "../catalogue/figures.ts";
import { connectionPresets } from "../constants.ts";
import { type Connection, CreateConnectionInput } from "./schema.ts";
import type { ConnectionOptions } from "../connection-options.ts";
import { auditedConnection, presentConnection, requireFreeName } from "./internal.ts";

/**
 * Adds a connection with the models it shall offer (the preset's own when none are named). The key is sealed at once.
 * Throws forbidden, invalid_input (address missing or private), conflict (name taken).
 */
export async function createConnection(ctx: Context, input: CreateConnectionInput): Promise<Connection> {
  requirePermission(ctx, "connection.create");
  const parsed = CreateConnectionInput.parse(input);
  const preset = connectionPresets.find(
    ({ id, kind }) =>
      // A provider with a protocol of its own is also reached by OpenAI's, as before it had a kind of its own.
      id === parsed.preset && (kind === parsed.kind || parsed.kind === "openai_compatible"),
  );
  const baseUrl = await checkedBaseUrl(parsed.kind, parsed.baseUrl ?? preset?.baseUrl);
  if (parsed.kind === "vertex" && parsed.apiKey) readServiceAccount(parsed.apiKey);
  const names = [...new Set(parsed.models ?? preset?.models ?? [])];
  const now = ctx.clock.now();
  return inTransaction(ctx, async (tx) => {
    await requireFreeName(tx.db, tx.project, parsed.name);
    const [row] = await tx.db
      .insert(connections)
      .values({
        id: newId(now),
        projectId: tx.project,
        name: parsed.name,
        kind: parsed.kind,
        preset: preset?.id ?? null,
        baseUrl,
        sealedCredentials: parsed.apiKey ? encryptSecret(parsed.apiKey) : null,
        keyHint: parsed.apiKey ? hintOf(parsed.apiKey) : null,
        options: said(parsed.options),
        gridZone: parsed.gridZone ?? preset?.gridZone ?? null,
        createdAt: now,
      })
      .returning();
    if (!row) throw new AppError("internal", "The connection could not be stored.");
    const values = names.map((name) => ({
      projectId: tx.project,
      connectionId: row.id,
      name,
      createdAt: now,
      ...findFigures(row, name, now),
    }));
    const modelRows = values.length > 0 ? await tx.db.insert(models).values(values).returning() : [];
    await publishInvalidation(tx, "connections", tx.project);
    await appendAudit(tx, {
      action: "connection.create",
      subject: { type: "connection", id: row.id, name: row.name },
      after: { ...auditedConnection(row), models: names },
    });
    return presentConnection(row, modelRows, now);
  });
}

/** Only what is sent over the wire needs an address; the great providers have their own when none is given. */
export async function checkedBaseUrl(
  kind: Connection["kind"],
  baseUrl: string | undefined,
): Promise<string | null> {
  if (kind === "simulated" || kind === "local") return null;
  if (!baseUrl) {
    if (kind === "openai_compatible")
      throw new AppError("invalid_input", "Give the server's address, up to and including /v1.", {
        details: { field: "baseUrl" },
      });
    if (kind === "azure")
      throw new AppError(
        "invalid_input",
        "Give the resource's address, for example https://my-resource.openai.azure.com.",
      );
    return null;
  }
  await requireOutboundUrl(baseUrl);
  return baseUrl.replace(/\/+$/, "");
}

/** Options that say something; null where none does. */
export function said(options: ConnectionOptions | undefined): ConnectionOptions | null {
  const entries = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : null;
}

/** The last four characters; of a short key nothing, since four would be too much of it. */
export function hintOf(apiKey: string): string {
  if (apiKey.length < 12) return "set";
  // A key file ends in a bracket, which tells two of them apart no better.
  return apiKey.startsWith("{") ? "file" : apiKey.slice(-4);
}
