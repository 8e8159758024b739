import type { AnswerMembers } from "#schema/models";
import { withoutMedia } from "./media.ts";

/** Members that spell a text out token by token, of OpenAI's protocol, vLLM and llama.cpp: no rule recognises it there. */
const spellings = [
  "logprobs",
  "prompt_logprobs",
  "token_ids",
  "prompt_token_ids",
  "completion_probabilities",
] as const;

/** The most characters of probabilities that are stored with a call, as JSON; beyond it none are. */
const mostLogprobs = 200_000;

/** The same without the probabilities of tokens, which hold the text a second time. */
export function withoutLogprobs({ answer, choice, choices, ...others }: AnswerMembers): AnswerMembers {
  const [whole, kept] = [unspelled(answer), unspelled(choice)];
  return {
    ...others,
    ...(whole ? { answer: whole } : {}),
    ...(kept ? { choice: kept } : {}),
    ...(choices
      ? {
          choices: choices.map(({ choice: own, ...further }) => {
            const left = unspelled(own);
            return { ...further, ...(left ? { choice: left } : {}) };
          }),
        }
      : {}),
  };
}

/** A response of a server's without the probabilities of tokens that stand anywhere in it. */
export function withoutSpellings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSpellings);
  if (typeof value !== "object" || value === null) return value;
  const names: readonly string[] = spellings;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      names.includes(name) ? [] : [[name, withoutSpellings(inner)]],
    ),
  );
}

/** Of a server's own response what has no place elsewhere on a generation: items of its own tools, and its id. */
function withoutResponse({ message, ...others }: AnswerMembers): AnswerMembers {
  const response = message?.["response"] as { id?: unknown; output?: { type?: unknown }[] } | undefined;
  if (!message || !response) return { ...others, ...(message ? { message } : {}) };
  const output = response.output?.filter(({ type }) => !elsewhere.has(type)) ?? [];
  return { ...others, message: { ...message, response: withoutSpellings({ id: response.id, output }) } };
}

const elsewhere = new Set<unknown>(["message", "function_call", "reasoning"]);

function unspelled(members: AnswerMembers["choice"]): AnswerMembers["choice"] {
  if (!members) return undefined;
  const others = { ...members };
  for (const name of spellings) delete others[name];
  return Object.keys(others).length > 0 ? others : undefined;
}

/**
 * What of an answer's members may be stored, before it is redacted: media described, and no probabilities of tokens,
 * which `withLogprobs` puts back where redaction has left every text as it was.
 */
export function storableMembers(members: AnswerMembers | null): AnswerMembers | null {
  // Containers stay containers and texts texts, so the shape is the one that came in.
  return members && (withoutMedia(withoutLogprobs(withoutResponse(members))) as AnswerMembers);
}

/** The stored members with the probabilities of the answered ones, up to `mostLogprobs`. */
export function withLogprobs(stored: AnswerMembers, answered: AnswerMembers): AnswerMembers {
  const logprobs = answered.choice?.["logprobs"];
  const all = [logprobs, ...(answered.choices ?? []).map(({ choice }) => choice?.["logprobs"])];
  if (all.every((one) => one === undefined) || JSON.stringify(all).length > mostLogprobs) return stored;
  return {
    ...stored,
    ...(logprobs === undefined ? {} : { choice: { ...stored.choice, logprobs } }),
    ...(stored.choices
      ? {
          choices: stored.choices.map((further, at) => {
            const own = answered.choices?.[at]?.choice?.["logprobs"];
            return own === undefined ? further : { ...further, choice: { ...further.choice, logprobs: own } };
          }),
        }
      : {}),
  };
}
