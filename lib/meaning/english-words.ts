import words from "./data/english-words.json" with { type: "json" };

/** Opposites that WordNet has not, of verdicts and decisions above all. */
const own = [
  "approve accept grant issue release allow permit confirm authorise authorize|block withhold withheld seize revoke",
  "support back confirm|contradict refute undermine",
  "admit|discharge",
  "heed follow obey|ignore disregard",
  "renew extend|expire lapse",
  "publish|withdraw withdrawn retract",
  "genuine authentic legitimate|fraudulent fake counterfeit",
  "finished done completed|ongoing unfinished",
  "punctual|late delayed",
  "clear|confusing",
  "calm|furious",
  "minor|critical major severe serious",
  "automatically automatic|manually manual",
  "postpone|advance",
  "delighted pleased|disappointed",
  "valid|expired",
  "started joined|left quit",
  "stop quit cease|keep continue",
];

/**
 * Opposites and synonyms of English by WordNet 3.1 (data/SOURCE.md): direct antonyms, and for adjectives the words
 * near to them ("confusing" stands by "unclear", whose opposite is "clear").
 */
type Side = { group: number; sign: 1 | -1 };

const sides = new Map<string, Side[]>();
for (const [group, line] of [...words.opposites, ...own].entries())
  for (const [place, list] of line.split("|").entries())
    for (const word of list.split(" "))
      sides.set(word, [...(sides.get(word) ?? []), { group, sign: place === 0 ? 1 : -1 }]);

const groups = new Map<string, number[]>();
for (const [group, line] of words.synonyms.entries())
  for (const word of line.split(" ")) groups.set(word, [...(groups.get(word) ?? []), group]);

/** True for two English words, inflected or not, that stand on opposite ends of something. */
export function areOpposites(left: string, right: string): boolean {
  if (haveCommonSense(left, right)) return false;
  const theirs = basesOf(right).flatMap((base) => sides.get(base) ?? []);
  return basesOf(left)
    .flatMap((base) => sides.get(base) ?? [])
    .some(({ group, sign }) => theirs.some((other) => other.group === group && other.sign !== sign));
}

/** True for two English words that have a common sense. */
export function haveCommonSense(left: string, right: string): boolean {
  const theirs = new Set(basesOf(right).flatMap((base) => groups.get(base) ?? []));
  return basesOf(left).some((base) => (groups.get(base) ?? []).some((group) => theirs.has(group)));
}

const verbs = new Set(words.verbs.split(" "));
const adjectives = new Set(words.adjectives.split(" "));

/** True for a word that is used as a verb more often than as a noun: one deed has many names, two things have two. */
export function isMostlyVerb(word: string): boolean {
  return !adjectives.has(word) && !word.endsWith("er") && basesOf(word).some((base) => verbs.has(base));
}

/** True for a word that is used as an adjective more often than as a noun. */
export function isMostlyAdjective(word: string): boolean {
  return adjectives.has(word);
}

const inflections: [ending: RegExp, base: string][] = [
  [/ies$/u, "y"],
  [/ied$/u, "y"],
  [/ier$/u, "y"],
  [/iest$/u, "y"],
  [/s$/u, ""],
  [/es$/u, ""],
  [/(?:ed|ing|er|est)$/u, ""],
  [/(?:ed|ing|er|est)$/u, "e"],
  [/([bdglmnprt])\1(?:ed|ing|er|est)$/u, "$1"],
];

/** The word and what it may be a form of; forms that are no words find nothing. */
function basesOf(word: string): string[] {
  const bases = inflections.flatMap(([ending, base]) =>
    ending.test(word) ? [word.replace(ending, base)] : [],
  );
  return [word, ...bases.filter((base) => base.length > 2)];
}
