/**
 * How right `judgeClaims` is on the labelled claims, beside two baselines on the same claims, with intervals that draw
 * whole sources: `node scripts/facts-claims.ts`.
 */
import { readFileSync } from "node:fs";
import { judgeClaims, similarityOf } from "../lib/meaning/index.ts";
import { bestBuiltIn, embedBuiltIn } from "../lib/models/embeddings/built-in.ts";
import { clusterBootstrapMean } from "../lib/statistics/bootstrap.ts";

type Row = { source_id: string; source: string; claim: string; label: string; evidence: string | null };
const rows = readFileSync("lib/meaning/data/facts-dev.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line): Row => JSON.parse(line));
const model = bestBuiltIn();
const embed = async (texts: string[]) => ({ ...(await embedBuiltIn(texts, model)), reads: "en" as const });
const sources = [...new Set(rows.map(({ source_id }) => source_id))].toSorted();
const isRead = ({ source_id }: Row) => sources.indexOf(source_id) % 2 === 0;
const wordsOf = (text: string) => new Set(text.toLowerCase().match(/\p{sc=Han}|[\p{L}\p{N}]+/gu) ?? []);

const said: { row: Row; rules: string; words: string; similarity: string; isEvidence: boolean }[] = [];
for (const row of rows) {
  const { verdicts } = await judgeClaims([row.claim], row.source, embed);
  const [verdict] = verdicts;
  if (!verdict) throw new Error("A claim has no verdict.");
  const known = wordsOf(row.source);
  const own = [...wordsOf(row.claim)];
  const share = own.filter((word) => known.has(word)).length / own.length;
  const alike = await similarityOf(row.claim, row.source, embed);
  const similarity =
    "unjudged" in alike || (alike.value > 0 && alike.value < 0.5)
      ? "not_stated"
      : alike.value === 0
        ? "contradicted"
        : "supported";
  said.push({
    row,
    rules: verdict.label,
    // Every claim is supported whose words mostly stand in the source: half of them, which is right most often here.
    words: share >= 0.5 ? "supported" : "not_stated",
    similarity,
    isEvidence: row.source.slice(verdict.evidence.start, verdict.evidence.end) === row.evidence,
  });
}

type Judge = "rules" | "words" | "similarity";
const isRight = (each: (typeof said)[number], judge: Judge) => Number(each[judge] === each.row.label);
const tell = (name: string, part: typeof said, valueOf: (each: (typeof said)[number]) => number) => {
  const { estimate, low, high } = clusterBootstrapMean(
    part.map(valueOf),
    part.map(({ row }) => row.source_id),
  );
  process.stdout.write(
    `${name}: ${estimate.toFixed(3)} (${low.toFixed(2)} to ${high.toFixed(2)}), n ${part.length}\n`,
  );
};
for (const judge of ["rules", "words", "similarity"] as const) {
  tell(judge, said, (each) => isRight(each, judge));
  tell(
    `${judge}, sources read`,
    said.filter(({ row }) => isRead(row)),
    (each) => isRight(each, judge),
  );
  tell(
    `${judge}, the others`,
    said.filter(({ row }) => !isRead(row)),
    (each) => isRight(each, judge),
  );
}
tell("rules less similarity", said, (each) => isRight(each, "rules") - isRight(each, "similarity"));
tell("rules less words", said, (each) => isRight(each, "rules") - isRight(each, "words"));
tell("rules less chance", said, (each) => isRight(each, "rules") - 1 / 3);
tell(
  "the sentence that decides",
  said.filter(({ row }) => row.evidence !== null),
  ({ isEvidence }) => Number(isEvidence),
);
tell(
  "of those called contradicted",
  said.filter(({ rules }) => rules === "contradicted"),
  ({ row }) => Number(row.label === "contradicted"),
);
