/** A word that prompts have, with what full text search keeps of it and how many prompts have that. */
export type KnownWord = { word: string; stem: string; prompts: number };

/** A word near to a misspelt one; `nearness` is 1 for one that sounds the same and falls by 0.2 with each mistake. */
export type NearWord = KnownWord & { nearness: number };

/** Candidates of which each is as likely meant as the others. */
const mostCandidates = 3;

/** The words that someone who typed `word` most likely meant: with the fewest mistakes, of these the most used. */
export function nearWords(word: string, known: readonly KnownWord[]): NearWord[] {
  const allowed = allowedMistakes(word.length);
  if (allowed === 0) return [];
  const mask = lettersOf(word);
  const sound = soundOf(word);
  const found: (KnownWord & { mistakes: number })[] = [];
  for (const candidate of known) {
    if (candidate.word.length < 3 || Math.abs(candidate.word.length - word.length) > allowed) continue;
    // Each mistake changes at most two letters of the set; a cheap test that spares most of the comparisons.
    if (bitsOf(mask ^ lettersOf(candidate.word)) > 2 * allowed) continue;
    const spelt = mistakesBetween(word, candidate.word, Math.ceil(allowed));
    const heard = mistakesBetween(sound, soundOf(candidate.word), Math.ceil(allowed)) + 0.5;
    const mistakes = Math.min(spelt, heard) + (candidate.word[0] === word[0] ? 0 : 0.5);
    if (mistakes <= allowed) found.push({ ...candidate, mistakes });
  }
  const least = Math.min(...found.map(({ mistakes }) => mistakes));
  return found
    .filter(({ mistakes }) => mistakes <= least + 0.5)
    .toSorted((a, b) => a.mistakes - b.mistakes || b.prompts - a.prompts || (a.word < b.word ? -1 : 1))
    .slice(0, mostCandidates)
    .map(({ mistakes, ...candidate }) => ({ ...candidate, nearness: 1 - 0.2 * mistakes }));
}

/** In how much a word may differ from the one that was meant; a short one differs from too many others in two letters. */
function allowedMistakes(length: number): number {
  if (length <= 2) return 0;
  if (length <= 4) return 1;
  if (length === 5) return 1.5;
  return length <= 8 ? 2 : 3;
}

/** What English spelling writes in several ways is written in one, so that "foto" and "photo" are the same. */
function soundOf(word: string): string {
  return word
    .replaceAll("ph", "f")
    .replaceAll("ck", "k")
    .replaceAll(/c(?=[eiy])/g, "s")
    .replaceAll("c", "k")
    .replaceAll("z", "s")
    .replaceAll("y", "i")
    .replaceAll(/(.)\1+/gu, "$1");
}

/**
 * Letters left out, added, exchanged for another, or two neighbours for each other (optimal string alignment), counted
 * up to `most`; anything above says only that there are more.
 */
function mistakesBetween(from: string, to: string, most: number): number {
  if (Math.abs(from.length - to.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const same = from[i - 1] === to[j - 1];
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
    }
    if (Math.min(...next) > most) return most + 1;
    before = row;
    row = next;
  }
  return row[to.length] ?? most + 1;
}

/** Which letters a word has, as bits. */
function lettersOf(word: string): number {
  let mask = 0;
  for (let at = 0; at < word.length; at += 1) mask |= 1 << (word.charCodeAt(at) & 31);
  return mask;
}

function bitsOf(mask: number): number {
  let count = 0;
  for (let rest = mask >>> 0; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
