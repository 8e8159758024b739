import { inTransaction } from "#db";
import { promotions } from "#db/schema/releases";
import { appendAudit } from "#lib/audit";
import { type Context, personOf, requirePermission } from "#lib/identity";
import { setLabel } from "#lib/prompts";
import { contentHash } from "#platform/canonical";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import {
  findPointer,
  findPrevious,
  getEnvironmentInProject,
  lockReleases,
} from "../environments/internal.ts";
import { type Promotion, RollbackInput } from "../schema.ts";
import { isSameServed } from "../environments/history.ts";
import { nextNumber, presentPromotion, servedAfter, servedBefore, subjectOf } from "./internal.ts";

/**
 * Restores what the environment served before, at once and without a gate: going back must never wait for evidence.
 * Throws not_found, forbidden, conflict (nothing to go back to, or the pointer is no longer where the person saw it).
 */
export async function rollback(ctx: Context, input: RollbackInput): Promise<Promotion> {
  requirePermission(ctx, "promotion.rollback");
  const { promptId, environment: environmentName, reason, expectedVersionId } = RollbackInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    await lockReleases(tx);
    const environment = await getEnvironmentInProject(tx, environmentName);
    const current = await findPointer(tx, environment.name, promptId);
    if (!current)
      throw new AppError(
        "not_found",
        `${environment.name} serves no version of such a prompt in this project.`,
      );
    if (expectedVersionId !== undefined && current.versionId !== expectedVersionId) {
      throw new AppError(
        "conflict",
        `${environment.name} serves version ${current.versionNumber} by now; reload and decide again.`,
      );
    }
    const previous = await findPrevious(tx, environment.id, promptId);
    if (!previous || isSameServed(previous, current)) {
      throw new AppError("conflict", `There is no earlier version to go back to in ${environment.name}.`);
    }
    await setLabel(tx, {
      promptId,
      name: environment.name,
      versionId: previous.versionId,
      expectedVersionId: current.versionId,
      model: previous.model,
    });
    const evidence = {
      environment: environment.name,
      from: {
        ...(current.model && { model: current.model }),
        versionId: current.versionId,
        versionNumber: current.versionNumber,
      },
      to: {
        ...(previous.model && { model: previous.model }),
        versionId: previous.versionId,
        versionNumber: previous.versionNumber,
      },
      reason,
      conditions: [],
    };
    const now = tx.clock.now();
    const [row] = await tx.db
      .insert(promotions)
      .values({
        id: newId(now),
        projectId: tx.project,
        number: await nextNumber(tx),
        kind: "rollback",
        promptId,
        promptPath: current.promptPath,
        environmentId: environment.id,
        environmentName: environment.name,
        fromVersionId: current.versionId,
        fromVersionNumber: current.versionNumber,
        toVersionId: previous.versionId,
        toVersionNumber: previous.versionNumber,
        fromModel: current.model,
        toModel: previous.model,
        status: "promoted",
        reason,
        evidence,
        evidenceHash: contentHash(evidence),
        requestedBy: personOf(tx)?.id ?? null,
        requestedByName: tx.actor.name,
        closedByName: tx.actor.name,
        createdAt: now,
        closedAt: now,
      })
      .returning();
    if (!row) throw new AppError("internal", "The rollback could not be stored.");
    await appendAudit(tx, {
      action: "promotion.rollback",
      subject: subjectOf(row),
      before: { environment: row.environmentName, ...servedBefore(row) },
      after: {
        environment: row.environmentName,
        ...servedAfter(row),
        number: row.number,
        reason,
        evidenceHash: row.evidenceHash,
      },
    });
    return presentPromotion(row);
  });
}
