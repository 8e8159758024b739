/**
 * How right the code checks are on a labelled set, by language and level, with intervals:
 * `node scripts/code-checks.ts [set.jsonl]`; without a file the half that stands beside the code.
 */
import { readFileSync } from "node:fs";
import { codeChecker } from "../lib/evaluation/code/checker.ts";
import { checkedLevel, judgeLabelled, type Labelled } from "../lib/evaluation/code/labelled.testing.ts";
import { languageOf } from "../lib/evaluation/code/languages.ts";
import { wilsonInterval } from "../lib/statistics/wilson.ts";

type Row = { items: number; right: number; unchecked: number };
const file = process.argv[2] ?? "lib/evaluation/code/code-checks.jsonl";
const set = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Labelled);
const rows = new Map<string, Row>();
const checker = codeChecker();

function count(name: string, isRight: boolean, isUnchecked: boolean): void {
  const row = rows.get(name) ?? { items: 0, right: 0, unchecked: 0 };
  rows.set(name, {
    items: row.items + 1,
    right: row.right + Number(isRight),
    unchecked: row.unchecked + Number(isUnchecked),
  });
}

for (const item of set) {
  const { said } = await judgeLabelled(item, (job) => checker.check(job));
  const isOffered = checkedLevel(item) === item.level;
  const names = [
    languageOf(item.kind).label,
    isOffered ? "all at a level we check" : "all at a stronger level",
    "all",
  ];
  for (const name of names) count(name, said === item.label, said === "unchecked");
  if (said !== item.label)
    process.stdout.write(`${item.id} ${item.kind}, labelled ${item.label} (${item.level}): ${said}\n`);
}
await checker.close();

process.stdout.write(
  "\n| language | right | of | share, 95 % (Wilson) | not read |\n| --- | --- | --- | --- | --- |\n",
);
for (const [name, { items, right, unchecked }] of rows) {
  const { low, high } = wilsonInterval(right, items);
  const share = `${(right / items).toFixed(3)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  process.stdout.write(`| ${name} | ${right} | ${items} | ${share} | ${unchecked} |\n`);
}
