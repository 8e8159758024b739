import { unseenTimes } from "#statistics";
import { asStudio, type Context } from "#lib/identity";
import { costOf, getModelCard } from "#lib/models";
import { getPromptVersion } from "#lib/prompts";
import { isRoute, resolveRoute } from "#lib/routes";
import { isAppError } from "#platform/errors";
import type { ModelCard, ModelTarget } from "#schema/models";
import type { PostedRunView, StudioRun } from "./schema.ts";
import { modelsOf } from "./settle-target.ts";

/** What one call of a run can take at most; null where nothing limits it. It narrows the intervals of the means. */
export type MostPerCall = { costUsd: number | null; carbonGrams: number | null };

type AskedRun = Pick<
  StudioRun,
  "promptVersionId" | "target" | "startedAt" | "createdAt" | "isSimulated" | "external"
>;
type Seen = { inputTokens: number | null; outputTokens: number | null; carbonGrams: number | null };

/**
 * From the limit of tokens of the version or the run, else the model's context, and its prices of that time. An unseen
 * input is taken to be at most `unseenTimes` as long as the longest seen. A server that passed its limit once has none.
 */
export async function mostPerCall(
  caller: Context,
  run: AskedRun | PostedRunView,
  cases: readonly Seen[],
): Promise<MostPerCall> {
  const none = { costUsd: null, carbonGrams: null };
  if (run.isSimulated || cases.length === 0 || run.external !== null) return none;
  try {
    // Everybody who may see a run's figures may see what they rest on.
    const ctx = asStudio(caller);
    const { models, limit } = await askedBy(ctx, run.target);
    const version = await getPromptVersion(ctx, { versionId: run.promptVersionId });
    const asked = run.target.settings?.maxTokens ?? version.content.settings.maxTokens ?? null;
    const maxTokens = limit === undefined ? asked : Math.min(asked ?? limit, limit);
    const at = run.startedAt ?? run.createdAt;
    const each: (number | null)[] = [];
    for (const target of models)
      each.push(costCeiling(await getModelCard(ctx, target), cases, { maxTokens, at }));
    const costUsd = each.some((most) => most === null) ? null : Math.max(...each.map((most) => most ?? 0));
    return { costUsd, carbonGrams: models.length === 1 ? carbonCeiling(cases, maxTokens) : null };
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === "not_found") return none;
    throw thrown;
  }
}

/** The models a run may ask, and the most tokens its route lets an answer have. Throws not_found. */
async function askedBy(
  ctx: Context,
  target: StudioRun["target"],
): Promise<{ models: ModelTarget[]; limit?: number }> {
  if (!isRoute(target)) {
    const { connectionId, model, fallbacks = [] } = target;
    return { models: [{ connectionId, model }, ...fallbacks] };
  }
  const { definition } = await resolveRoute(ctx, target);
  const limit = definition.limits.maxTokens;
  return { models: modelsOf(definition), ...(limit === undefined ? {} : { limit }) };
}

/** USD of the longest call a model can be asked for; null where its price or its longest answer is not known. */
export function costCeiling(
  card: ModelCard,
  cases: readonly Seen[],
  { maxTokens, at }: { maxTokens: number | null; at: Date },
): number | null {
  const limit = maxTokens ?? card.contextTokens;
  const longest = most(cases.map(({ inputTokens }) => inputTokens));
  // A router charges what the provider it picks asks, which no list knows beforehand.
  if (limit === null || longest === null || passesLimit(cases, limit) || card.provider === "openrouter")
    return null;
  const inputTokens = Math.min(longest * unseenTimes, Math.max(longest, card.contextTokens ?? Infinity));
  // Thinking may have a price of its own.
  const costs = [0, limit].map((reasoningTokens) =>
    costOf(card, { inputTokens, outputTokens: limit, reasoningTokens }, at),
  );
  return most(costs.map((cost) => cost?.usd ?? null));
}

/** Carbon follows the answer's tokens: the most of one of them, as often as there can be. */
function carbonCeiling(cases: readonly Seen[], limit: number | null): number | null {
  if (limit === null || passesLimit(cases, limit)) return null;
  const ofOne = most(
    cases.map(({ carbonGrams, outputTokens }) =>
      carbonGrams === null || !outputTokens ? null : carbonGrams / outputTokens,
    ),
  );
  return ofOne === null ? null : ofOne * limit;
}

function passesLimit(cases: readonly Seen[], limit: number): boolean {
  return cases.some(({ outputTokens }) => (outputTokens ?? 0) > limit);
}

function most(values: readonly (number | null)[]): number | null {
  return values.reduce((top, value) => (value === null ? top : Math.max(top ?? 0, value)), null);
}
