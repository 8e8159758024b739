import type { ReactNode } from "react";
import {
  formatCarbon,
  formatCount,
  formatDuration,
  formatEstimated,
  formatMoney,
  formatNumber,
  formatPercent,
  formatSigned,
  formatValue,
} from "#platform/format";
import { paths } from "#platform/paths";
import { type Against, type Overview, type OverviewTiles, type ShareMove } from "#schema/loop";
import { changeWords } from "#client/loop";
import { p95Words } from "#client/observability";
import { ForestPlot } from "#ui/forest-plot";
import { Stat, StatStrip } from "#ui/stat";
import { promotionList } from "../promotions/_parts/promotion-list.ts";
import { decisionsHref, judgedHref, trafficHref } from "./scope-links.ts";

type Props = { project: string; overview: Overview };

/** The five stages of the loop with one number each; a change stands there with its interval and both numbers, or not at all. */
export function LoopTiles({ project, overview }: Props) {
  const { tiles, query, against } = overview;
  const { design, generate, evaluate, review, release } = tiles;
  const released = promotionList.href(paths.promotions(project), {
    environment: release.environment,
    status: "promoted",
    kind: "promotion",
    from: overview.from.toISOString(),
    to: overview.to.toISOString(),
    promptId: query.prompt ?? null,
  });
  return (
    <StatStrip chain>
      <Stat
        label="Design"
        href={paths.prompts(project)}
        value={formatNumber(design.prompts)}
        unit={design.prompts === 1 ? "prompt" : "prompts"}
        note={`${formatCount(design.drafts, "draft")} open`}
      />
      <Stat
        label="Generate"
        href={trafficHref(project, query)}
        value={formatNumber(generate.count)}
        unit={generate.count === 1 ? "call" : "calls"}
        note={<Lines of={generateNotes(generate, against)} />}
      />
      <Stat
        label="Evaluate"
        href={judgedHref(project, query)}
        value={formatValue(evaluate.now.value, 3)}
        unit={<Plot move={evaluate} reach={0.1} />}
        note={
          <Lines
            of={
              evaluate.now.value === null
                ? ["nobody has judged an output yet"]
                : [
                    evaluate.change ? changeWithCounts(evaluate) : withoutChange(evaluate, against),
                    `quality, ${formatValue(evaluate.now.low, 3)} to ${formatValue(evaluate.now.high, 3)} · n ${formatNumber(evaluate.now.judged)}`,
                  ]
            }
          />
        }
      />
      <Stat
        label="Review"
        href={decisionsHref(project, query)}
        value={formatPercent(review.now.value)}
        unit={<Plot move={review} reach={0.25} />}
        note={
          <Lines
            of={
              review.now.value === null
                ? ["no decision in this span"]
                : [
                    review.change ? changeWithCounts(review, "points") : withoutChange(review, against),
                    `approved as they were · edit rate ${formatPercent(review.editRate, 0)} · ${formatDuration(review.medianDecisionMs)} each · n ${formatNumber(review.now.judged)}`,
                  ]
            }
          />
        }
      />
      <Stat
        label="Release"
        href={released}
        value={formatDuration(release.medianMs)}
        note={<Lines of={releaseNotes(release)} />}
      />
    </StatStrip>
  );
}

function generateNotes(usage: OverviewTiles["generate"], against: Against): string[] {
  const { callsBefore, daysBefore } = usage;
  const days =
    daysBefore.used === daysBefore.all
      ? ""
      : ` (on ${daysBefore.used} of ${formatCount(daysBefore.all, "day")})`;
  const before = `${formatNumber(callsBefore)} in ${against.kind === "span" ? "the span before" : against.words}${callsBefore > 0 ? days : ""}`;
  if (usage.count === 0) return ["none in this span", before];
  // What was never known must not read as nothing.
  const cost =
    usage.priced === 0
      ? "cost unknown"
      : formatEstimated(formatMoney(usage.costUsd), usage.usageEstimated > 0);
  const unpriced =
    usage.costUnknown > 0 && usage.priced > 0 ? ` + ${formatNumber(usage.costUnknown)} unpriced` : "";
  const carbon =
    usage.carbonKnown === 0
      ? "carbon unknown"
      : formatEstimated(
          formatCarbon(usage.carbonGrams, { low: usage.carbonGramsLow, high: usage.carbonGramsHigh }),
          usage.usageEstimated > 0,
        );
  return [before, `${cost}${unpriced} · p95 ${p95Words(usage)} · ${carbon}`];
}

function releaseNotes({ promotions, rollbacks, basis, medianMs, timed }: OverviewTiles["release"]): string[] {
  const counts = `${formatCount(promotions, "promotion")}${rollbacks > 0 ? `, ${formatCount(rollbacks, "rollback")}` : ""}`;
  return medianMs === null
    ? [counts]
    : [
        counts,
        `${basis === "feedback" ? "feedback" : "version"} to production, median of ${formatNumber(timed)}`,
      ];
}

function changeWithCounts({ change, before }: ShareMove, scale?: "points"): string {
  return change ? `${changeWords(change, scale)}, n ${formatNumber(before.judged)} before` : "";
}

function withoutChange({ before }: ShareMove, { kind, words }: Against): string {
  const where = kind === "span" ? "before" : `in ${words}`;
  return before.judged === 0
    ? `nothing ${where} to compare with`
    : `no change shown: ${formatNumber(before.judged)} judged ${where}`;
}

function Plot({ move: { change }, reach }: { move: ShareMove; reach: number }) {
  return change ? (
    <ForestPlot
      low={change.low}
      mid={change.change}
      high={change.high}
      max={reach}
      width={64}
      format={(value) => formatSigned(value, 3)}
    />
  ) : null;
}

/** A note of several lines. */
function Lines({ of }: { of: readonly ReactNode[] }) {
  return of.map((line, index) => (
    <span key={index} className="block">
      {line}
    </span>
  ));
}
