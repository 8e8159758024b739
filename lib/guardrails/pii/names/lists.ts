import { readFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "#platform/runtime";
import { Gazetteer, known } from "./gazetteer.ts";
import { hashOfWord } from "./tokens.ts";

/** Where the lists and weights lie; made by scripts/names, licences in the README beside them. */
export const folder = join(process.cwd(), "lib", "guardrails", "pii", "names");

/** The lists of names, places and everyday words, read when first needed. */
export const gazetteer = (): Gazetteer =>
  once("guardrails.gazetteer", () => new Gazetteer(readFileSync(join(folder, "names.bin"))));

/** True for a first name or a surname that is no everyday word. */
export function isNameOnly(word: string): boolean {
  const bits = gazetteer().look(hashOfWord(word));
  return (bits & (known.first | known.last)) !== 0 && (bits & known.common) === 0;
}
