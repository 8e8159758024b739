import type { LiveGeneration } from "#lib/generation";
import type { AnswerMembers } from "#schema/models";
import { additionsOf, besideUsage, finishReasonOf, usageOf } from "./answer.ts";

type Answered = { generation: LiveGeneration; echo: string };

/** Finished generations as one `text_completion`: the choices of the first prompt, then those of the next. */
export function completionOfTexts(answered: readonly Answered[]) {
  const [first] = answered;
  if (!first) throw new TypeError("a completion of no prompt");
  const choices = answered.flatMap(({ generation, echo }) => choicesOf(generation, echo));
  const usages = answered.map(({ generation }) => usageOf(generation));
  const usage = usages.some((one) => one === null) ? null : usages.reduce(sumOf);
  const { generation } = first;
  return {
    ...besideUsage(generation.answerMembers),
    id: generation.id,
    object: "text_completion",
    created: Math.floor(generation.startedAt.getTime() / 1_000),
    model: generation.answerMembers?.model ?? generation.model,
    choices: choices.map((choice, index) => ({ ...choice, index })),
    ...(usage ? { usage } : {}),
    valueloop: additionsOfAll(answered.map((one) => one.generation)),
  };
}

/** What several prompts took together: unknown where it is of one of them. */
function additionsOfAll(generations: readonly LiveGeneration[]) {
  const each = generations.map(additionsOf);
  const [first] = each;
  if (!first || each.length === 1) return first;
  const sum = (member: "cost_usd" | "carbon_grams" | "latency_ms") =>
    each.reduce<number | null>(
      (total, { [member]: one }) => (total === null || one === null ? null : total + one),
      0,
    );
  return {
    ...first,
    generation_ids: each.map((one) => one.generation_id),
    cost_usd: sum("cost_usd"),
    carbon_grams: sum("carbon_grams"),
    latency_ms: sum("latency_ms"),
    usage_is_estimated: each.some((one) => one.usage_is_estimated),
    is_simulated: each.some((one) => one.is_simulated),
  };
}

/** The choices of one prompt, in the form that clients of the older protocol read. */
export function choicesOf(generation: LiveGeneration, echo: string) {
  const { answerMembers, output, finishReason } = generation;
  const own = { index: 0, output, finishReason, ...answerMembers };
  return [own, ...(answerMembers?.choices ?? [])].map((one) => ({
    text: echo + one.output,
    index: one.index,
    ...logprobsOf(one.choice),
    finish_reason: finishReasonOf(one, false),
  }));
}

type Usage = ReturnType<typeof usageOf>;

function sumOf(one: Usage, other: Usage): Usage {
  if (!one || !other) return null;
  const [input, output] = [
    one.prompt_tokens + other.prompt_tokens,
    one.completion_tokens + other.completion_tokens,
  ];
  // Details of several calls are not added up: the providers' own members have no sums we know of.
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
}

type ChatToken = { token: string; logprob: number; top_logprobs?: ChatToken[] };

/** Probabilities in the older form: four lists side by side. A server's own stay as they are; chat's are turned round. */
export function logprobsOf(choice: AnswerMembers["choice"]): Record<string, unknown> {
  const { logprobs = null, ...others } = choice ?? {};
  const content = (logprobs as { content?: ChatToken[] } | null)?.content;
  if (!Array.isArray(content)) return { ...others, logprobs };
  let offset = 0;
  const offsets = content.map(({ token }) => {
    offset += token.length;
    return offset - token.length;
  });
  return {
    ...others,
    logprobs: {
      tokens: content.map(({ token }) => token),
      token_logprobs: content.map(({ logprob }) => logprob),
      top_logprobs: content.map(({ top_logprobs: top = [] }) =>
        Object.fromEntries(top.map(({ token, logprob }) => [token, logprob])),
      ),
      text_offset: offsets,
    },
  };
}
