import { and, eq } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { connections } from "#db/schema/models";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { encryptSecret } from "#platform/crypto";
import { AppError, NotFound } from "#platform/errors";
import { type Connection, UpdateConnectionInput } from "./schema.ts";
import { readServiceAccount } from "../chat/ai-sdk/service-account.ts";
import { checkedBaseUrl, hintOf, said } from "./create.ts";
import {
  auditedConnection,
  type ConnectionRow,
  getConnectionInProject,
  modelsOf,
  presentConnection,
  requireFreeName,
} from "./internal.ts";

/** Changes a connection; what is absent stays. Throws not_found, forbidden, invalid_input, conflict (name taken). */
export async function updateConnection(ctx: Context, input: UpdateConnectionInput): Promise<Connection> {
  requirePermission(ctx, "connection.update");
  const { connectionId, name, baseUrl, apiKey, options, gridZone } = UpdateConnectionInput.parse(input);
  const existing = await getConnectionInProject(ctx, connectionId);
  if (existing.kind === "local" && (name || baseUrl || apiKey)) {
    throw new AppError(
      "invalid_input",
      "The built-in model's connection keeps its name and needs neither address nor key.",
    );
  }
  const checkedUrl =
    baseUrl === undefined ? undefined : await checkedBaseUrl(existing.kind, baseUrl ?? undefined);
  // A key typed for one server must not travel to another: whoever changes the address enters the key again.
  const isMoved = checkedUrl !== undefined && originOf(checkedUrl) !== originOf(existing.baseUrl);
  const key = apiKey === undefined && isMoved ? null : apiKey;
  if (existing.kind === "vertex" && key) readServiceAccount(key);
  return inTransaction(ctx, async (tx) => {
    const before = await getConnectionInProject(tx, connectionId);
    if (name !== undefined) await requireFreeName(tx.db, tx.project, name, connectionId);
    const after = await store(tx, before, {
      ...(name === undefined ? {} : { name }),
      ...(checkedUrl === undefined ? {} : { baseUrl: checkedUrl }),
      ...(options === undefined ? {} : { options: said(options) }),
      ...(gridZone === undefined ? {} : { gridZone }),
      ...(key === undefined
        ? {}
        : {
            sealedCredentials: key === null ? null : encryptSecret(key),
            keyHint: key === null ? null : hintOf(key),
          }),
    });
    await publishInvalidation(tx, "connections", tx.project);
    await appendAudit(tx, {
      action: "connection.update",
      subject: { type: "connection", id: after.id, name: after.name },
      before: auditedConnection(before),
      after: { ...auditedConnection(after), isKeyChanged: key !== undefined },
    });
    return presentConnection(after, await modelsOf(tx, [after.id]), tx.clock.now());
  });
}

function originOf(url: string | null): string | null {
  return url === null ? null : new URL(url).origin;
}

async function store(
  tx: Context,
  before: ConnectionRow,
  changes: Partial<ConnectionRow>,
): Promise<ConnectionRow> {
  if (Object.keys(changes).length === 0) return before;
  const [row] = await tx.db
    .update(connections)
    .set(changes)
    .where(and(eq(connections.projectId, tx.project), eq(connections.id, before.id)))
    .returning();
  if (!row) throw new NotFound("connection");
  return row;
}
