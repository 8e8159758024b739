import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { promotions } from "#db/schema/releases";
import { appendAudit } from "#lib/audit";
import { asStudio, type Context, personOf, requirePermission } from "#lib/identity";
import { getPrompt, getPromptVersion } from "#lib/prompts";
import { targetLabel } from "#lib/routes";
import { AppError, NotFound } from "#platform/errors";
import { newId } from "#platform/ids";
import { type Promotion, RequestPromotionInput } from "../schema.ts";
import { ensureDefaultEnvironments } from "../environments/ensure-defaults.ts";
import { findPointer, getEnvironmentInProject, lockReleases } from "../environments/internal.ts";
import { isSameServed } from "../environments/history.ts";
import { requireFittingRuns } from "./fitting-runs.ts";
import { requireOffered, settleModel } from "./settle-model.ts";
import { nextNumber, presentPromotion, servedAfter, servedBefore, subjectOf } from "./internal.ts";

/**
 * Asks for an environment's pointer to be moved to a version. Throws not_found, forbidden, conflict (it serves
 * that version already, or another promotion of the prompt to it is open), invalid_input (runs of other versions).
 */
export async function requestPromotion(ctx: Context, input: RequestPromotionInput): Promise<Promotion> {
  requirePermission(ctx, "promotion.request");
  const {
    promptId,
    versionId,
    environment: environmentName,
    model: asked = null,
    reason,
    baselineRunId,
    candidateRunId,
    isDemo,
  } = RequestPromotionInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    await ensureDefaultEnvironments(tx);
    await lockReleases(tx);
    const environment = await getEnvironmentInProject(tx, environmentName);
    const version = await getVersionInProject(tx, promptId, versionId);
    const current = await findPointer(tx, environment.name, promptId);
    const model = await settleModel(tx, asked);
    if (current && isSameServed(current, { versionId, model })) {
      const instead = model ? ` on ${targetLabel(model)}` : "";
      throw new AppError(
        "conflict",
        `${environment.name} serves version ${version.number} of ${version.path}${instead} already; choose another version or another model.`,
      );
    }
    if (model) await requireOffered(tx, model);
    await refuseSecond(tx, environment, { promptId, path: version.path });
    await requireFittingRuns(tx, {
      promptId,
      versionId,
      baselineRunId: baselineRunId ?? null,
      candidateRunId: candidateRunId ?? null,
    });
    const [row] = await tx.db
      .insert(promotions)
      .values({
        id: newId(ctx.clock.now()),
        projectId: tx.project,
        number: await nextNumber(tx),
        kind: "promotion",
        promptId,
        promptPath: version.path,
        environmentId: environment.id,
        environmentName: environment.name,
        fromVersionId: current?.versionId ?? null,
        fromVersionNumber: current?.versionNumber ?? null,
        toVersionId: versionId,
        toVersionNumber: version.number,
        fromModel: current?.model ?? null,
        toModel: model,
        status: "open",
        reason,
        baselineRunId: baselineRunId ?? null,
        candidateRunId: candidateRunId ?? null,
        // Else whoever holds a key could ask by a program and then approve as another person.
        requestedBy: personOf(tx)?.id ?? null,
        requestedByName: tx.actor.name,
        isDemo,
        createdAt: tx.clock.now(),
      })
      .returning();
    if (!row) throw new AppError("internal", "The promotion could not be stored.");
    await appendAudit(tx, {
      action: "promotion.request",
      subject: subjectOf(row),
      before: servedBefore(row),
      after: { number: row.number, ...servedAfter(row), environment: row.environmentName, reason },
    });
    return presentPromotion(row);
  });
}

async function getVersionInProject(
  tx: Context,
  promptId: string,
  versionId: string,
): Promise<{ number: number; path: string }> {
  const { number, promptId: owner } = await getPromptVersion(asStudio(tx), { versionId });
  if (owner !== promptId) throw new NotFound("prompt version");
  const { path, archivedAt } = await getPrompt(asStudio(tx), { promptId });
  if (archivedAt) throw new AppError("conflict", `${path} is archived; restore it before promoting it.`);
  return { number, path };
}

async function refuseSecond(
  tx: Context,
  environment: { id: string; name: string },
  { promptId, path }: { promptId: string; path: string },
): Promise<void> {
  const [open] = await tx.db
    .select({ id: promotions.id, number: promotions.number, version: promotions.toVersionNumber })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, tx.project),
        eq(promotions.environmentId, environment.id),
        eq(promotions.promptId, promptId),
        eq(promotions.status, "open"),
      ),
    );
  if (!open) return;
  throw new AppError(
    "conflict",
    `Promotion ${open.number} of ${path} v${open.version} to ${environment.name} is open. Promote, reject or withdraw it first.`,
    {
      details: { promotionId: open.id, number: open.number },
    },
  );
}
