import { asStudio, type Context, personOf, requirePermission } from "#lib/identity";
import { getPromptVersion } from "#lib/prompts";
import { ensureDefaultEnvironments } from "../environments/ensure-defaults.ts";
import { findPointer, getEnvironmentInProject } from "../environments/internal.ts";
import { type GateEvaluation, PreviewGateInput } from "../schema.ts";
import { settleModel } from "../promotions/settle-model.ts";
import { judgeClaim, servedOf } from "./evaluate.ts";

/** What a gate would say to a promotion before it is requested. Needs promotion.read. Throws not_found. */
export async function previewGate(ctx: Context, input: PreviewGateInput): Promise<GateEvaluation> {
  requirePermission(ctx, "promotion.read");
  const { versionId, environment: name, model: asked, candidateRunId } = PreviewGateInput.parse(input);
  await ensureDefaultEnvironments(ctx);
  const environment = await getEnvironmentInProject(ctx, name);
  const model = await settleModel(ctx, asked ?? null);
  const version = await getPromptVersion(asStudio(ctx), { versionId });
  return judgeClaim(ctx, {
    environment,
    current: await findPointer(ctx, name, version.promptId),
    candidate: servedOf({ versionId: version.id, versionNumber: version.number, model }),
    candidateRunId: candidateRunId ?? null,
    requestedBy: { id: personOf(ctx)?.id ?? null, name: ctx.actor.name },
    approvals: [],
  });
}
