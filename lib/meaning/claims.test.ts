import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { embedTexts } from "#lib/models";
import { createTenant } from "#testing";
import { judgeClaims, sentencesOf } from "./claims.ts";
import type { Embed } from "./similarity.ts";

let embed: Embed;
beforeAll(async () => {
  const { ctx } = await createTenant();
  embed = async (texts) => ({ ...(await embedTexts(ctx, texts)), reads: "en" });
});

type Row = { source_id: string; source: string; claim: string; label: string };
const rows = readFileSync(new URL("data/facts-dev.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Row => JSON.parse(line));

test("labels as many of the hard claims rightly as it did", async () => {
  let right = 0;
  // Every third source; scripts/facts-claims.ts measures them all.
  const sources = [...Map.groupBy(rows, (row) => row.source)].filter((_, place) => place % 3 === 0);
  for (const [source, claims] of sources) {
    const texts = claims.map(({ claim }) => claim);
    const { verdicts } = await judgeClaims(texts, source, embed);
    right += verdicts.filter(({ label }, place) => label === claims[place]?.label).length;
  }
  expect(right).toBeGreaterThanOrEqual(17);
}, 120_000);

const source =
  "The rent is 920 a month, and 140 is added for heating. The deposit is 1,840. Cats are allowed, but dogs are not. The tenant may use the garden. Half of the deposit, for which no receipt is given, is due in May.";
test.each([
  ["The rent is 920 a month.", "supported", "The rent is 920"],
  ["The rent is 950 a month.", "contradicted", "The rent is 920"],
  ["Rent and heating are 1,060 a month.", "supported", "The rent is 920"],
  ["Dogs are allowed.", "contradicted", "Cats are allowed"],
  ["Cats are allowed.", "supported", "Cats are allowed"],
  ["The tenant may not use the garden.", "contradicted", "The tenant may use"],
  ["The kitchen was painted by a Danish artist.", "not_stated", null],
  ["The lift holds 8 persons.", "not_stated", null],
])("%s: %s", async (claim, label, evidence) => {
  const { verdicts } = await judgeClaims([claim], source, embed);
  const [verdict] = verdicts;
  expect(verdict?.label).toBe(label);
  if (evidence !== null)
    expect(source.slice(verdict?.evidence.start, verdict?.evidence.end)).toContain(evidence);
});

test("sentences keep their places, and an abbreviation ends none", () => {
  const text = " Ask Ms. Lee.  She knows,\ne.g. about it! 好的。再见。";
  expect(sentencesOf(text).map(({ start, end, text: own }) => [own, text.slice(start, end)])).toEqual(
    ["Ask Ms. Lee.", "She knows,", "e.g. about it!", "好的。", "再见。"].map((own) => [own, own]),
  );
});

test("a source without sentences says nothing", async () => {
  expect((await judgeClaims(["It is."], "", embed)).verdicts[0]?.label).toBe("not_stated");
});
