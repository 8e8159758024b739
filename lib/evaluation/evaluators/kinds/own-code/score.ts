import { z } from "zod";
import { codeChecker } from "../../../code/checker.ts";
import { graded, type Judgement, unjudged } from "../../judgement.ts";
import type { Scorer } from "../../scorer.ts";
import { brief, type Sample } from "../../text.ts";
import type { OwnCodeConfig } from "./descriptor.ts";

const share = z.number().min(0).max(1);
const Given = z.union([
  share.transform((score) => ({ score, reason: null })),
  z.boolean().transform((isRight) => ({ score: isRight ? 1 : 0, reason: null })),
  z.object({
    score: z.union([share, z.boolean().transform(Number)]),
    reason: z
      .string()
      .nullish()
      .transform((reason) => reason ?? null),
  }),
]);

export const ownCode: Scorer<OwnCodeConfig> = {
  async score({ language, code, timeMs, memoryMb }, sample, { scoreCode }) {
    const ended = await scoreCode({ language, code, context: contextOf(sample), timeMs, memoryMb });
    if ("unchecked" in ended) return unjudged(ended.unchecked);
    // A program that broke says nothing about the answer.
    if ("outcome" in ended) return unjudged(`Your code gave no score: ${brief(ended.message, 250)}`);
    return judgementOf(ended.value);
  },
  async faultOf({ language, code }) {
    const level = language === "python" ? "compiles" : "parses";
    const verdict = await codeChecker().check({ language, level, code, mark: "" });
    if ("unchecked" in verdict || verdict.error === null) return null;
    const { line, message } = verdict.error;
    return { field: "code", label: "Code", reason: `Line ${line}: ${brief(message, 200)}` };
  },
};

/** What the function sees of a case; a run without its call (a pasted answer) has no messages. */
function contextOf({ inputs, output, reference, metadata, messages, toolCalls }: Sample) {
  return {
    input: inputs,
    output,
    expected: reference ?? null,
    metadata: metadata ?? {},
    messages: messages ?? [],
    toolCalls: toolCalls ?? [],
  };
}

function judgementOf(value: unknown): Judgement {
  if (value === null) return unjudged("Your code gave no score for this case.");
  const given = Given.safeParse(value);
  if (given.success) return { ...graded(given.data.score, ""), reasoning: given.data.reason };
  return unjudged(
    `Your code gave ${brief(JSON.stringify(value), 100)}: a score is a number from 0 to 1, true or false, or { score, reason }.`,
  );
}
