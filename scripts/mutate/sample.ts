import { seededRandom } from "#platform/random";
import type { Mutant } from "./mutant.ts";

/** So many mutants of each file, drawn by a seed; the same seed draws the same while the file stays as it is. */
export function sampleOf<Any extends Mutant>(
  mutants: readonly Any[],
  { perFile, seed }: { perFile: number; seed: number },
): Any[] {
  return [...Map.groupBy(mutants, ({ file }) => file)].flatMap(([file, own]) => {
    // A file's draws depend on no other file.
    const random = seededRandom(
      [...file].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), seed),
    );
    return own
      .map((mutant) => ({ mutant, at: random() }))
      .toSorted((a, b) => a.at - b.at)
      .slice(0, perFile)
      .map(({ mutant }) => mutant)
      .toSorted((a, b) => a.id - b.id);
  });
}
