import { miniLmModel, useLiteModel } from "#constants/models";

/** From which cosine to an example on a text is about a topic: docs/measurements/topics.md. */
const measured: Record<string, number> = { [miniLmModel]: 0.28, [useLiteModel]: 0.5 };
/** Of a model that nobody has measured here. */
const unmeasured = 0.6;
/** By so much less may a text be near that holds a word of the topic: the word tells the rest. */
const forWord = 0.1;

type Nearness = { cosine: number; hasWord: boolean };

/** Whether a text that is so near to the examples of a topic, and holds a word of it or none, is about it. */
export function isAboutTopic(
  { cosine, hasWord }: Nearness,
  { model, threshold }: { model: string; threshold?: number | undefined },
): boolean {
  const least = threshold ?? measured[model] ?? unmeasured;
  return cosine >= (hasWord ? least - forWord : least);
}
