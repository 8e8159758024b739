/**
 * How right the citations are on a labelled set, with intervals: `node scripts/law-citations.ts [set.jsonl]`; without a
 * file the set that stands beside the code. F1 of the spans is resampled by passage.
 */
import { judgeLabelled, readLabelled } from "../lib/evaluation/law/labelled.testing.ts";
import { bootstrap } from "../lib/statistics/bootstrap.ts";
import { wilsonInterval } from "../lib/statistics/wilson.ts";

const passages = readLabelled(process.argv[2] ?? "lib/evaluation/law/law-citations.jsonl");
const results = passages.map((passage) => ({ passage, ...judgeLabelled(passage) }));
for (const { passage, extra, missed, verdicts, rightVerdicts } of results)
  if (extra + missed > 0 || rightVerdicts < verdicts)
    process.stdout.write(
      `${passage.id} ${passage.kind}: ${missed} missed, ${extra} extra, ${passage.text}\n`,
    );

const sums = (times: Uint16Array, of: "found" | "extra" | "missed") =>
  results.reduce((sum, result, place) => sum + result[of] * (times[place] ?? 0), 0);
const f1 = bootstrap(results.length, (times) => {
  const [found, extra, missed] = [sums(times, "found"), sums(times, "extra"), sums(times, "missed")];
  return (2 * found) / (2 * found + extra + missed);
});
const verdicts = results.reduce((sum, result) => sum + result.verdicts, 0);
const right = results.reduce((sum, result) => sum + result.rightVerdicts, 0);
const share = wilsonInterval(right, verdicts);
process.stdout.write(
  `${passages.length} passages: spans F1 ${f1.estimate.toFixed(3)} (${f1.low.toFixed(2)} to ${f1.high.toFixed(2)}), ` +
    `verdicts ${right} of ${verdicts}, ${(right / verdicts).toFixed(3)} (${share.low.toFixed(2)} to ${share.high.toFixed(2)})\n`,
);
