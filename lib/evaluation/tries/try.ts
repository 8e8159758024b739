import { getExample } from "#lib/datasets";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { dependenciesOf } from "../evaluators/dependencies.ts";
import { faultOf, score } from "../evaluators/score.ts";
import { type EvaluatorTry, TryEvaluatorInput } from "./schema.ts";

/**
 * Asks one evaluator about one answer, outside of any run. A judge's calls are recorded as generations of source "judge",
 * guarded and priced; the score itself is not kept. Throws forbidden, not_found (the example, a judge's connection),
 * invalid_input (parameters that could judge nothing).
 */
export async function tryEvaluator(
  ctx: Context,
  input: TryEvaluatorInput,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<EvaluatorTry> {
  requirePermission(ctx, "generation.create");
  const { evaluator, output, exampleId, reference, inputs } = TryEvaluatorInput.parse(input);
  const example = exampleId === undefined ? null : await getExample(ctx, { exampleId });
  const fault = await faultOf(evaluator);
  if (fault) throw new AppError("invalid_input", `${fault.label}: ${fault.reason}`);
  const dependencies = dependenciesOf(ctx, { embeddingModel: null, signal: options.signal });
  const asked: { generationId: string | null; costUsd: number | null }[] = [];
  const result = await score(
    evaluator,
    {
      output,
      reference: reference ?? example?.reference ?? null,
      inputs: inputs ?? example?.inputs ?? {},
      metadata: example?.metadata ?? {},
      // Figures of a call, and nothing was called for this answer.
      latencyMs: null,
      costUsd: null,
    },
    {
      ...dependencies,
      ask: async (question) => {
        const answer = await dependencies.ask(question);
        const costUsd = "costUsd" in answer ? answer.costUsd : null;
        asked.push({ generationId: answer.generationId, costUsd });
        return answer;
      },
    },
  );
  return {
    ...result,
    costUsd: sumKnown(asked.map(({ costUsd }) => costUsd)),
    generationIds: asked.flatMap(({ generationId }) => generationId ?? []),
  };
}

function sumKnown(costs: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const cost of costs) {
    if (cost === null) return null;
    sum += cost;
  }
  return sum;
}
