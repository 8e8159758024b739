import type { AnswerMembers } from "#schema/models";
import { withoutMedia } from "./media.ts";

/** The same without the probabilities of tokens, which hold the text a second time. */
export function withoutLogprobs({ choice, choices, ...others }: AnswerMembers): AnswerMembers {
  const kept = unspelled(choice);
  return {
    ...others,
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

function unspelled(choice: AnswerMembers["choice"]): AnswerMembers["choice"] {
  if (!choice) return undefined;
  const { logprobs: _, ...others } = choice;
  return Object.keys(others).length > 0 ? others : undefined;
}

/**
 * What of an answer's members may be stored, before it is redacted: media described, and no probabilities of tokens,
 * which `withLogprobs` puts back where redaction has left every text as it was.
 */
export function storableMembers(members: AnswerMembers | null): AnswerMembers | null {
  // Containers stay containers and texts texts, so the shape is the one that came in.
  return members && (withoutMedia(withoutLogprobs(members)) as AnswerMembers);
}

/** The stored members with the probabilities of the answered ones. */
export function withLogprobs(stored: AnswerMembers, answered: AnswerMembers): AnswerMembers {
  const logprobs = answered.choice?.["logprobs"];
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
