import { codeChecker } from "../code/checker.ts";
import { runCode, scoreCode } from "../code/run-code.ts";
import type { EvaluatorDependencies } from "./scorer.ts";

const claimsReply = JSON.stringify({
  claims: [
    { number: 1, verdict: "supported", quote: "The fee is 3 euros." },
    { number: 2, verdict: "supported", quote: "It is due whenever you like." },
  ],
});

/** Dependencies that answer the same always, for scores that are compared with stored ones. */
export const steadyDependencies: EvaluatorDependencies = {
  embed: async (texts) => ({
    vectors: texts.map((text) => [text.length, 1, text.includes("a") ? 1 : 0]),
    reads: "any",
    model: "letters",
  }),
  countTokens: async (text) => Math.ceil(text.length / 4),
  checkCode: (job) => codeChecker().check(job),
  runCode,
  scoreCode,
  ask: async ({ messages, responseSchema }) => {
    const asked = messages.at(-1)?.content ?? "";
    if (asked.includes("REFUSE")) return { failed: "refused", generationId: null };
    if (JSON.stringify(responseSchema).includes('"claims"'))
      return { text: claimsReply, generationId: "g", costUsd: 0.01 };
    const text = asked.includes("MUMBLE")
      ? "I would say it is fine."
      : JSON.stringify({ reasoning: `Read ${asked.length} characters.`, score: 4 });
    return { text, generationId: "g", costUsd: 0.01 };
  },
};
