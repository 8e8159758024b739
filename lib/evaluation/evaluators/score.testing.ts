import { Evaluator } from "./schema.ts";
import { score } from "./score.ts";
import type { EvaluatorDependencies } from "./scorer.ts";
import type { Sample } from "./text.ts";

export const silent: EvaluatorDependencies = {
  embed: async (texts) => ({
    vectors: texts.map((text) => [text.length, 1, text.includes("a") ? 1 : 0]),
    reads: "any",
    model: "letters",
  }),
  countTokens: async (text) => text.length,
  checkCode: async () => ({ error: null }),
  runCode: async () => ({ outcome: "passed" }),
  scoreCode: async () => ({ value: { score: 1, reason: "looked" } }),
  ask: async () => ({ text: '{"reasoning":"Names the fee.","score":4}', generationId: "g", costUsd: 0.01 }),
};
export const sampleOf = (parts: Partial<Sample>): Sample => ({
  output: "",
  reference: null,
  inputs: {},
  latencyMs: 100,
  costUsd: 0.002,
  ...parts,
});
export const evaluator = (
  kind: string,
  config: Record<string, unknown> = {},
  rest: Record<string, unknown> = {},
) => Evaluator.parse({ key: "k", name: "K", kind, config, ...rest });
export const valueOf = async (kind: string, config: Record<string, unknown>, sample: Partial<Sample>) =>
  (await score(evaluator(kind, config), sampleOf(sample), silent)).value;
