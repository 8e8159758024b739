import { expect, it } from "vitest";
import { cpuMs } from "#testing/cpu";
import { piecesOf } from "./excerpt.ts";

/** Each word of these as a match, as a search for all of them finds it. */
function matchesOf(text: string, words: readonly string[]) {
  return [...text.matchAll(/\w+/g)].flatMap(({ 0: word, index }) =>
    words.includes(word) ? [{ stem: word, start: index, end: index + word.length }] : [],
  );
}
const found = (pieces: ReturnType<typeof piecesOf>) =>
  pieces.flatMap(({ text, isMatch }) => (isMatch ? [text] : []));

it("begins where most different words follow, not where one word stands often", () => {
  const text = `${"tax ".repeat(100)}${"- ".repeat(100)}tax on income of a company${" -".repeat(100)} tax company`;
  const pieces = piecesOf(text, matchesOf(text, ["tax", "income", "company"]));
  expect(found(pieces)).toEqual(["tax", "income", "company"]);
  expect([pieces[0]?.text, pieces.at(-1)?.text]).toEqual(["… ", " …"]);
});

it("counts only what stands after the match and within the piece, also after a word longer than one", () => {
  const long = "x".repeat(200);
  const text = `${long} tax ${"- ".repeat(100)}tax income`;
  const pieces = piecesOf(text, matchesOf(text, [long, "tax", "income"]));
  expect(found(pieces)).toEqual(["tax", "income"]);
});

it("takes a text of one word ten times as long in about ten times as long", async () => {
  const text = "tax ".repeat(50_000);
  const matches = matchesOf(text, ["tax"]);
  // 50,000 matches are 2,500,000,000 pairs: half a minute for what looks at each.
  expect(await cpuMs(() => piecesOf(text, matches))).toBeLessThan(2_000);
});
