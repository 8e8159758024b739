import { generate } from "#lib/generation";
import type { Context } from "#lib/identity";
import { embedTexts, tokenCounter } from "#lib/models";
import { builtInEmbeddingModels } from "#constants/models";
import { codeChecker } from "../code/checker.ts";
import { runCode, scoreCode } from "../code/run-code.ts";
import type { EvaluatorDependencies } from "./scorer.ts";

type Work = {
  /** The model whose vectors are compared; null is the project's present one. */
  embeddingModel: string | null;
  signal?: AbortSignal | undefined;
  /** The run and the case that a judge's calls belong to. */
  of?: { runId: string; caseId: string } | undefined;
};

/** What evaluators need from outside: embeddings of the project, and judges whose calls are recorded as generations. */
export function dependenciesOf(ctx: Context, { embeddingModel, signal, of }: Work): EvaluatorDependencies {
  return {
    embed: async (texts) => {
      const { model, vectors } = await embedTexts(ctx, texts, { model: embeddingModel });
      const reads = builtInEmbeddingModels.includes(model) ? "en" : "any";
      return { vectors: vectors.map((vector) => Array.from(vector)), reads, model };
    },
    countTokens: async (text) => (await tokenCounter())(text),
    checkCode: (job) => codeChecker().check(job),
    runCode,
    scoreCode,
    ask: async ({ target, messages, responseSchema }) => {
      const judge = {
        source: "judge" as const,
        targets: [target],
        messages,
        responseSchema,
        // The judge's own words ask for the same JSON.
        mayAskPlainly: true,
        settings: { temperature: 0 },
        metadata: { purpose: "judge" },
        ...of,
      };
      const generation = await generate(ctx, judge, { signal });
      if (generation.status !== "succeeded")
        return { failed: generation.errorMessage ?? "the call failed", generationId: generation.id };
      return { text: generation.output, generationId: generation.id, costUsd: generation.costUsd };
    },
  };
}
