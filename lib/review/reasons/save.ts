import { and, eq, notInArray } from "drizzle-orm";
import { inTransaction } from "#db";
import { rejectReasons } from "#db/schema/review";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { keyFromName } from "#platform/key-from-name";
import { type RejectReason, SaveRejectReasonsInput } from "../schema.ts";
import { ensureDefaultReasons } from "./ensure.ts";
import { readReasons } from "./read.ts";

/**
 * Saves the whole list in its new order. A reason left out goes to the archive: decisions that named it
 * keep it. Throws forbidden, invalid_input (two reasons of one name, an unknown key).
 */
export async function saveRejectReasons(
  ctx: Context,
  input: SaveRejectReasonsInput,
): Promise<RejectReason[]> {
  requirePermission(ctx, "settings.update");
  const { reasons } = SaveRejectReasonsInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    await ensureDefaultReasons(tx);
    const before = await readReasons(tx, true);
    const keyed = withKeys(reasons, before);
    for (const [index, { key, name, isSafety }] of keyed.entries()) {
      const values = { name, isSafety, position: index + 1, archivedAt: null };
      await tx.db
        .insert(rejectReasons)
        .values({ projectId: tx.project, key, ...values })
        .onConflictDoUpdate({ target: [rejectReasons.projectId, rejectReasons.key], set: values });
    }
    const kept = keyed.map((reason) => reason.key);
    await tx.db
      .update(rejectReasons)
      .set({ archivedAt: tx.clock.now() })
      .where(and(eq(rejectReasons.projectId, tx.project), notInArray(rejectReasons.key, kept)));
    const after = await readReasons(tx, false);
    await appendAudit(tx, {
      action: "reject_reasons.update",
      subject: { type: "project", id: tx.project, name: "Reject reasons" },
      before: before.filter((reason) => !reason.isArchived),
      after,
    });
    return after;
  });
}

type Keyed = { key: string; name: string; isSafety: boolean };

function withKeys(
  reasons: { key?: string | undefined; name: string; isSafety: boolean }[],
  before: RejectReason[],
): Keyed[] {
  const known = new Set(before.map((reason) => reason.key));
  const used = new Set(reasons.flatMap((reason) => (reason.key === undefined ? [] : [reason.key])));
  const names = new Set<string>();
  return reasons.map(({ key, name, isSafety }) => {
    if (key !== undefined && !known.has(key))
      throw new AppError(
        "invalid_input",
        `There is no reason with the key "${key}"; leave the key out to add a new one.`,
      );
    if (names.has(name.toLowerCase()))
      throw new AppError("invalid_input", `Two reasons are called "${name}"; give one another name.`);
    names.add(name.toLowerCase());
    const chosen = key ?? freeKey(name, before, used);
    used.add(chosen);
    return { key: chosen, name, isSafety };
  });
}

/** A key from the name. One in the archive under the same name is taken up again; one in use gets a number. */
function freeKey(name: string, before: RejectReason[], used: Set<string>): string {
  const archived = before.find(
    (reason) =>
      reason.isArchived && reason.name.toLowerCase() === name.toLowerCase() && !used.has(reason.key),
  );
  if (archived) return archived.key;
  const plain = keyFromName(name, { between: "_", most: 50 }) || "reason";
  let key = plain;
  for (let number = 2; used.has(key); number += 1) key = `${plain}_${number}`;
  return key;
}
