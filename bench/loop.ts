import { mkdirSync, writeFileSync } from "node:fs";
import { formatCarbon, formatPercent } from "#platform/format";
import { embeddedPlace, prepare } from "./prepare.ts";
import { type RealLoop, runRealLoop } from "./real-loop.ts";

/** `npm run bench:loop`: a real loop on the real local model; prints the report and keeps it in docs/measurements/. */
const place = await embeddedPlace();
const made = await prepare(place, "http://127.0.0.1:9");
const report = describe(await runRealLoop(made.ctx, made.ctx));
console.log(report);
mkdirSync("docs/measurements", { recursive: true });
writeFileSync("docs/measurements/real-loop.md", report);
await place.remove();
process.exit(0);

function describe({ zeroShot, fewShot, comparison, seconds }: RealLoop): string {
  const accuracy = comparison.metrics.find((metric) => metric.key === "accuracy");
  const row = (name: string, run: RealLoop["zeroShot"], wall: number) => {
    const summary = run.summary?.evaluators.find((evaluator) => evaluator.key === "accuracy");
    const tokens = (run.summary?.inputTokens ?? 0) + (run.summary?.outputTokens ?? 0);
    return `| ${name} | ${formatPercent(summary?.value ?? null)} (${formatPercent(summary?.low ?? null)} to ${formatPercent(summary?.high ?? null)}) | ${run.doneCases} | ${wall.toFixed(1)} s | ${tokens.toLocaleString("en")} | ${formatCarbon(run.summary?.carbonGrams ?? null)} |`;
  };
  return [
    "# A real loop on the real local model",
    "",
    `\`npm run bench:loop\`, ${new Date().toISOString().slice(0, 10)}, Node ${process.version}: support/triage on gemma-3-270m (a base model of 270 million parameters, Q4) over the 72 tickets of the demo, greedy, with the grammar of the response schema, through the product's own runs and comparison. The zero-shot version has rules and no examples; the few-shot version has twelve examples instead, none of them in the dataset.`,
    "",
    "| version | accuracy (95 % interval) | cases | wall time | tokens | gCO2e |",
    "| --- | --- | --- | --- | --- | --- |",
    row("zero-shot", zeroShot, seconds[0]),
    row("few-shot", fewShot, seconds[1]),
    "",
    `Verdict: ${comparison.verdict.sentence}`,
    "",
    accuracy
      ? `Change in accuracy ${formatPercent(accuracy.change)} (${formatPercent(accuracy.low)} to ${formatPercent(accuracy.high)}), ${accuracy.test?.name ?? "no test"}, p = ${accuracy.test?.p?.toPrecision(2) ?? "—"}; better / worse / same: ${accuracy.better} / ${accuracy.worse} / ${accuracy.same}.`
      : "",
    "",
  ].join("\n");
}
