import { inTransaction } from "#db";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { setLabel } from "#lib/prompts";
import { isSameTarget } from "#lib/routes";
import { AppError } from "#platform/errors";
import { judgePromotion } from "../gate/evaluate.ts";
import { asModel } from "../environments/history.ts";
import { findPointer, lockReleases } from "../environments/internal.ts";
import { type Promotion, PromotionInput } from "../schema.ts";
import { closePromotion, getOpenPromotion, servedAfter, servedBefore, subjectOf } from "./internal.ts";

/**
 * Moves the pointer when every condition of the gate is met, in one transaction with the gate's evidence, its hash
 * and the audit event. Throws not_found, forbidden, conflict (conditions not met, pointer moved, closed meanwhile).
 */
export async function completePromotion(ctx: Context, input: PromotionInput): Promise<Promotion> {
  requirePermission(ctx, "promotion.complete");
  const { promotionId } = PromotionInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    await lockReleases(tx);
    const row = await getOpenPromotion(tx, promotionId);
    const current = await findPointer(tx, row.environmentName, row.promptId);
    const isMoved =
      (current?.versionId ?? null) !== row.fromVersionId ||
      !isSameTarget(current?.model ?? null, asModel(row.fromModel));
    if (isMoved) {
      const serves = current ? `serves version ${current.versionNumber}` : "serves nothing";
      throw new AppError(
        "conflict",
        `${row.environmentName} ${serves} now, not what it did when promotion ${row.number} was requested. Withdraw it and request again.`,
      );
    }
    const evaluation = await judgePromotion(tx, row);
    const lacking = evaluation.conditions.filter(({ status }) => status !== "met");
    if (lacking.length > 0) {
      const list = lacking
        .map(({ title, whatToDo }) => `${title}${whatToDo ? ` (${whatToDo.replace(/\.$/, "")})` : ""}`)
        .join("; ");
      throw new AppError("conflict", `The gate of ${row.environmentName} is not met yet: ${list}.`, {
        details: { unmet: lacking.map(({ kind }) => kind) },
      });
    }
    await setLabel(tx, {
      promptId: row.promptId,
      name: row.environmentName,
      versionId: row.toVersionId,
      expectedVersionId: row.fromVersionId,
      model: asModel(row.toModel),
    });
    const closed = await closePromotion(tx, row, { status: "promoted", evaluation });
    await appendAudit(tx, {
      action: "promotion.complete",
      subject: subjectOf(row),
      before: { environment: row.environmentName, ...servedBefore(row) },
      after: {
        environment: row.environmentName,
        ...servedAfter(row),
        number: row.number,
        evidenceHash: evaluation.evidenceHash,
      },
    });
    return closed;
  });
}
