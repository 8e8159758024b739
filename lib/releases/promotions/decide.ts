import { inTransaction } from "#db";
import { approvals } from "#db/schema/releases";
import { appendAudit } from "#lib/audit";
import { type Context, personBehind, personOf, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { judgePromotion } from "../gate/evaluate.ts";
import { gateOf, getEnvironmentInProject, lockReleases } from "../environments/internal.ts";
import { DecidePromotionInput, type Promotion, RejectPromotionInput } from "../schema.ts";
import { orList } from "../gate/phrases.ts";
import {
  closePromotion,
  getOpenPromotion,
  presentPromotion,
  type PromotionRow,
  subjectOf,
} from "./internal.ts";

/** Says yes to somebody else's promotion. Throws not_found, forbidden (one's own, or a role the gate does not name), conflict (closed). */
export async function approvePromotion(ctx: Context, input: DecidePromotionInput): Promise<Promotion> {
  requirePermission(ctx, "promotion.approve");
  const { promotionId, comment } = DecidePromotionInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    await lockReleases(tx);
    const row = await getOpenPromotion(tx, promotionId);
    await vote(tx, row, "approve", comment);
    await appendAudit(tx, {
      action: "promotion.approve",
      subject: subjectOf(row),
      after: { number: row.number, comment, ...personBehind(tx) },
    });
    return presentPromotion(row);
  });
}

/** Says no, which closes it; the next version needs a request of its own. Throws as approvePromotion does. */
export async function rejectPromotion(ctx: Context, input: RejectPromotionInput): Promise<Promotion> {
  requirePermission(ctx, "promotion.approve");
  const { promotionId, comment } = RejectPromotionInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    await lockReleases(tx);
    const row = await getOpenPromotion(tx, promotionId);
    await vote(tx, row, "reject", comment);
    const closed = await closePromotion(tx, row, {
      status: "rejected",
      evaluation: await judgePromotion(tx, row),
    });
    await appendAudit(tx, {
      action: "promotion.reject",
      subject: subjectOf(row),
      before: { status: row.status },
      after: { number: row.number, status: closed.status, comment, ...personBehind(tx) },
    });
    return closed;
  });
}

async function vote(
  tx: Context,
  row: PromotionRow,
  verdict: "approve" | "reject",
  comment: string,
): Promise<void> {
  const person = personOf(tx);
  if (!person)
    throw new AppError(
      "forbidden",
      "A promotion is decided by a person, or by a program with a key that a person made.",
    );
  if (person.id === row.requestedBy) {
    throw new AppError(
      "forbidden",
      `You asked for promotion ${row.number}; another person must decide it. You can withdraw it.`,
    );
  }
  const { conditions } = gateOf(await getEnvironmentInProject(tx, row.environmentName));
  const asked = conditions.find((condition) => condition.kind === "approvals");
  if (asked && !asked.roles.includes(person.role)) {
    throw new AppError(
      "forbidden",
      `The gate of ${row.environmentName} counts the decision of an ${orList(asked.roles)}; you are ${person.role}.`,
    );
  }
  const given = { userName: person.name, userRole: person.role, verdict, comment, createdAt: tx.clock.now() };
  await tx.db
    .insert(approvals)
    .values({ id: newId(), projectId: tx.project, promotionId: row.id, userId: person.id, ...given })
    .onConflictDoUpdate({
      target: [approvals.projectId, approvals.promotionId, approvals.userId],
      set: given,
    });
}
