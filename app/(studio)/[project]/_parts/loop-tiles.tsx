import {
  formatCarbon,
  formatCount,
  formatDuration,
  formatEstimated,
  formatMoney,
  formatNumber,
  formatPercent,
  formatValue,
} from "#platform/format";
import { paths } from "#platform/paths";
import type { OverviewTiles } from "#schema/releases";
import { Stat, type StatDelta, StatStrip } from "#ui/stat";
import { trafficHref } from "./overview-href.ts";

type Props = { project: string; tiles: OverviewTiles; days: number; from: Date };

/** The five stages of the loop with one number each; a change is coloured only where up or down is known to be good. */
export function LoopTiles({ project, tiles, days, from }: Props) {
  const { design, generate, evaluate, review, release } = tiles;
  return (
    <StatStrip chain>
      <Stat
        label="Design"
        href={paths.prompts(project)}
        value={formatNumber(design.prompts)}
        unit={design.prompts === 1 ? "prompt" : "prompts"}
        note={`${formatCount(design.drafts, "draft")} open, ${formatCount(design.nearDuplicates, "near-duplicate")}`}
      />
      <Stat
        label="Generate"
        href={trafficHref(project, { from })}
        value={formatNumber(generate.calls)}
        unit={generate.calls === 1 ? "call" : "calls"}
        delta={relative(generate.calls, generate.callsBefore)}
        note={
          generate.calls === 0
            ? `none in ${days} days`
            : [
                `${formatEstimated(formatMoney(generate.costUsd), generate.usageEstimated > 0)}${generate.costUnknown > 0 ? ` + ${formatNumber(generate.costUnknown)} unpriced` : ""}`,
                `p95 ${formatDuration(generate.latencyP95Ms)}`,
                formatCarbon(generate.carbonGrams, { low: generate.carbonLow, high: generate.carbonHigh }),
              ].join(" · ")
        }
      />
      <Stat
        label="Evaluate"
        href={paths.runs(project)}
        value={formatValue(evaluate.now.value, 2)}
        delta={changed(evaluate.change, (amount) => formatValue(amount, 2))}
        note={
          evaluate.now.value === null
            ? "nobody has judged an output yet"
            : `quality, 95 % interval ${formatValue(evaluate.now.low, 2)} to ${formatValue(evaluate.now.high, 2)}`
        }
      />
      <Stat
        label="Review"
        href={paths.queues(project)}
        value={formatPercent(review.approvalRate, 0)}
        delta={changed(review.change, (amount) => `${Math.round(amount * 100)} pt`)}
        note={
          review.decided === 0
            ? "no decision in this span"
            : `approved · edit rate ${formatPercent(review.editRate, 0)} · ${formatDuration(review.medianDecisionMs)} each`
        }
      />
      <Stat
        label="Release"
        href={`${paths.promotions(project)}?environment=production&status=promoted`}
        value={formatDuration(release.medianMs)}
        delta={shorter(release.medianMs, release.medianMsBefore)}
        note={releaseNote(release)}
      />
    </StatStrip>
  );
}

function releaseNote({ promotions, rollbacks, basis, medianMs }: OverviewTiles["release"]): string {
  const counts = `${formatCount(promotions, "promotion")}${rollbacks > 0 ? `, ${formatCount(rollbacks, "rollback")}` : ""}`;
  return medianMs === null
    ? counts
    : `${basis === "feedback" ? "feedback" : "version"} to production · ${counts}`;
}

/** More calls are neither good nor bad; against next to nothing before, a percentage would say nothing. */
function relative(now: number, before: number): StatDelta | undefined {
  if (before === 0 || before * 10 < now) return undefined;
  const change = now / before - 1;
  return { text: formatPercent(Math.abs(change), 0), direction: directionOf(change) };
}

/** Coloured only when the interval of the change leaves zero. */
function changed(
  given: OverviewTiles["review"]["change"],
  write: (amount: number) => string,
): StatDelta | undefined {
  if (!given) return undefined;
  return {
    text: write(Math.abs(given.change)),
    direction: directionOf(given.change),
    good: given.isSure ? given.change > 0 : null,
  };
}

function shorter(now: number | null, before: number | null): StatDelta | undefined {
  if (now === null || before === null || before === 0) return undefined;
  const change = now / before - 1;
  return {
    text: formatPercent(Math.abs(change), 0),
    direction: directionOf(change),
    good: change === 0 ? null : change < 0,
  };
}

function directionOf(change: number): StatDelta["direction"] {
  return change > 0 ? "up" : change < 0 ? "down" : "same";
}
