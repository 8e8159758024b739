import { listRuns } from "#lib/evaluation";
import { type Context, requirePermission } from "#lib/identity";
import { listModels } from "#lib/models";
import { getPrompt, listPrompts, listVersions } from "#lib/prompts";
import { isSameTarget, listOfferedRoutes, plainTarget } from "#lib/routes";
import { nullIfNotFound } from "#platform/errors";
import { keyOfTarget } from "#client/routes";
import { listEnvironments } from "../environments/read.ts";
import { type Environment, PromotionChoicesInput } from "../schema.ts";
import { listPromotions } from "./read.ts";
import { findUnpromoted } from "./unpromoted.ts";

export type PromotionChoices = Awaited<ReturnType<typeof promotionChoices>>;

/**
 * What a promotion can be asked for with, and what is chosen of it: of what the input leaves open the likeliest, and
 * nothing that does not fit (a run of another version, a model nobody offers). Throws forbidden.
 */
export async function promotionChoices(ctx: Context, input: PromotionChoicesInput = {}) {
  requirePermission(ctx, "promotion.request");
  const asked = PromotionChoicesInput.parse(input);
  const environments = await listEnvironments(ctx);
  const { environment, promptId } = await openWith(ctx, asked, environments);
  const { items: listed } = await listPrompts(ctx, { limit: 200 });
  const prompt = promptId ? await nullIfNotFound(getPrompt(ctx, { promptId })) : (listed[0] ?? null);
  // The list is cut off somewhere; what was asked for can be chosen all the same.
  const isListed = !prompt || listed.some(({ id }) => id === prompt.id);
  const prompts = isListed ? listed : [prompt, ...listed];
  const { items: versions } = prompt
    ? await listVersions(ctx, { promptId: prompt.id, limit: 100 })
    : { items: [] };
  const version = versions.find(({ id }) => id === asked.versionId) ?? versions[0] ?? null;
  const { items: finished } = version
    ? await listRuns(ctx, { promptVersionId: version.id, status: "succeeded", limit: 50 })
    : { items: [] };
  // Asked of the promotions and not of what the environment serves, which may be nothing yet.
  const { items: open } = prompt
    ? await listPromotions(ctx, { promptId: prompt.id, status: "open" })
    : { items: [] };
  const pointer = environment.prompts.find((each) => each.promptId === prompt?.id) ?? null;
  const [models, routes] = await Promise.all([listModels(ctx), listOfferedRoutes(ctx)]);
  const found = asked.model ? [...models, ...routes].find((each) => keyOfTarget(each) === asked.model) : null;
  const model = found ? plainTarget(found) : null;
  // A simulated run says nothing of quality, so no promotion rests on one.
  const runs = finished.filter(({ isSimulated }) => !isSimulated);
  const candidateRunId = runs.find(({ id }) => id === asked.candidateRunId)?.id;
  const { baselineRunId } = asked;
  return {
    environments,
    prompts,
    versions,
    runs,
    models,
    routes,
    chosen: { prompt, version, environment, model },
    /** What the environment serves of this prompt now; null for nothing. */
    pointer,
    /** It serves this version by this model or route already. */
    isSame: pointer !== null && pointer.versionId === version?.id && isSameTarget(pointer.model, model),
    /** The runs the request rests on. */
    claim: candidateRunId ? { candidateRunId, ...(baselineRunId ? { baselineRunId } : {}) } : {},
    open,
  };
}

/** Opened without a choice: what nobody has promoted yet, where the most depends on it. */
async function openWith(
  ctx: Context,
  { environment: name, promptId }: Pick<PromotionChoicesInput, "environment" | "promptId">,
  environments: Environment[],
): Promise<{ environment: Environment; promptId: string | null }> {
  const asked = environments.find((each) => each.name === name);
  const last = asked ?? environments.at(-1);
  if (!last) throw new Error("a project has environments once they were listed");
  if (promptId) return { environment: last, promptId };
  for (const environment of asked ? [asked] : environments.toReversed()) {
    const found = await findUnpromoted(ctx, { environment: environment.name });
    if (found) return { environment, promptId: found.promptId };
  }
  return { environment: last, promptId: null };
}
