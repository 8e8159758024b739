import { type Plain, plainOf } from "./plain.ts";
import { against, allSignals } from "./signals.ts";

/** How likely rules hold a text for an injection, and by which ways it goes; `start` and `end` are of the text as given. */
export type InjectionScore = { score: number; ways: string[] };

/** Long texts are read in windows: an order may stand anywhere in a document, and what surrounds it says little about it. */
const windowCharacters = 2_000;
const overlap = 300;
/** Of a text that holds nothing of the kind, in log odds. */
const base = -1.4;
const quoted =
  /"[^"\n]{3,200}"|“[^”\n]{3,200}”|„[^“”\n]{3,200}[“”]|«[^»\n]{3,200}»|「[^」\n]{2,120}」|`[^`\n]{3,200}`/gu;

/**
 * Scores a text by rules: 0..1, that it tries to turn a model from its orders, to read hidden text or to send data out.
 * Rules know ways that are known; what they miss and what they take for one is in docs/measurements/injection.md.
 */
export function scoreInjection(text: string): InjectionScore {
  let most: InjectionScore = { score: 0, ways: [] };
  for (let start = 0; start < text.length; start += windowCharacters - overlap) {
    const found = scoreWindow(plainOf(text.slice(start, start + windowCharacters)));
    if (found.score > most.score) most = found;
    if (start + windowCharacters >= text.length) break;
  }
  return most;
}

function scoreWindow(plain: Plain): InjectionScore {
  const { text } = plain;
  const quotes = [...text.matchAll(quoted)].map(
    ({ index, 0: { length } }) => [index, index + length] as const,
  );
  const ways = new Map<string, number>();
  const add = (name: string, weight: number) => ways.set(name, Math.max(ways.get(name) ?? 0, weight));
  for (const { name, weight, pattern } of allSignals)
    for (const { index, 0: match } of text.matchAll(pattern)) {
      const isQuoted = quotes.some(
        ([from, to]) => from < index && index + match.length <= to && to - from < text.length * 0.6,
      );
      add(name, isQuoted ? weight * 0.4 : weight);
    }
  if (plain.hidden > 5) add("hides its words", 3);
  if (plain.isEncoded) add("hides its words", 1.4);
  if (plain.isDisguised) add("hides its words", 1.4);
  if (scrambledWords(text) >= 3) add("hides its words", 2.2);
  let odds = base;
  for (const weight of ways.values()) odds += weight;
  for (const { weight, pattern } of against) if (text.search(pattern) >= 0) odds -= weight;
  return {
    score: 1 / (1 + Math.exp(-odds)),
    ways: [...ways].sort((a, b) => b[1] - a[1]).map(([name]) => name),
  };
}

/** Words of attacks whose letters were put in another order, or written with digits. */
const telling = [
  "ignore",
  "previous",
  "instructions",
  "system",
  "prompt",
  "reveal",
  "disregard",
  "override",
  "rules",
  "password",
  "secret",
  "hidden",
];
const shapes = new Map(telling.map((word) => [shapeOf(word), word]));
const digitLetters: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};

function shapeOf(word: string): string {
  return word[0] + Array.from(word.slice(1, -1)).sort().join("") + word.at(-1);
}

function scrambledWords(text: string): number {
  let count = 0;
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\d@$]{5,14}/gu)) {
    const letters = word.replace(/[013457@$]/g, (sign) => digitLetters[sign] ?? sign);
    const meant = shapes.get(shapeOf(letters));
    if (meant !== undefined && meant !== word) count += 1;
  }
  return count;
}
