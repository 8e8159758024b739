import { formatCount, formatDate, formatNumber } from "#platform/format";
import { summaryValue } from "#client/evaluation";
import { type Run, type RunOfExample } from "#schema/evaluation";
import { type KpiChange, type KpiFigure, type KpiUnit } from "#schema/feedback";
import { formatKpi, kpiChangeWords } from "#client/feedback";
import type { ExamplePlace } from "#schema/datasets";
import type { Promotion } from "#schema/releases";
import type { DecisionRow } from "#schema/review";
import type { VersionView } from "#schema/prompts";
import type { ChainStep, ChainStepKind } from "./schema.ts";

/** What was found of a chain; every part may be missing. */
export type ChainParts = {
  decision: DecisionRow | null;
  decisionCount: number;
  example: ExamplePlace | null;
  exampleCount: number;
  failures: { runId: string; runNumber: number; failedCases: number } | null;
  version: VersionView | null;
  run: Run | null;
  promotion: Promotion | null;
  /** Cases of that run that failed. */
  runFailedCases: number;
  /** Where no version came of the example: the runs it was in, the newest first. */
  exampleRuns: RunOfExample[];
  kpi: {
    key: string;
    name: string;
    unit: KpiUnit;
    now: KpiFigure;
    before: KpiFigure | null;
    change: KpiChange | null;
  } | null;
};

/** The chain as seven steps in order, each saying in a few words what it is. Pure. */
export function toSteps(parts: ChainParts, here: ChainStepKind): ChainStep[] {
  const steps = [
    correction(parts),
    example(parts),
    failures(parts),
    version(parts),
    run(parts),
    promotion(parts),
    kpi(parts),
  ];
  return steps.map((step) => ({ ...step, isHere: step.kind === here }));
}

type Step = Omit<ChainStep, "isHere">;

const missing = (kind: ChainStepKind, label: string, title: string): Step => ({
  kind,
  label,
  title,
  detail: "",
  isKnown: false,
});

function correction({ decision, decisionCount, version: made }: ChainParts): Step {
  if (!decision)
    return missing(
      "correction",
      "Correction",
      made && (made.provenance?.kind ?? "hand") !== "correction" ? "not from a correction" : "none recorded",
    );
  const more = decisionCount > 1 ? ` and ${decisionCount - 1} more` : "";
  return {
    kind: "correction",
    label: decision.kind === "reject" ? "Rejection" : "Correction",
    title: quote(decision.comment || decision.taskTitle),
    detail: `${decision.reviewerName}, ${formatDate(decision.createdAt, decision.createdAt)}${more}`,
    isKnown: true,
    decisionId: decision.id,
    queueId: decision.queueId,
    taskId: decision.taskId,
  };
}

function example({ example: found, exampleCount }: ChainParts): Step {
  if (!found) return missing("example", "Example", "none made of it");
  const place =
    found.versionNumber === null ? found.datasetName : `${found.datasetName}@${found.versionNumber}`;
  return {
    kind: "example",
    label: "Example",
    title: found.position === null ? place : `${place} #${String(found.position).padStart(4, "0")}`,
    detail: exampleCount > 1 ? `+${formatCount(exampleCount - 1, "example")}` : "",
    isKnown: true,
    datasetId: found.datasetId,
    exampleId: found.id,
  };
}

function failures({ failures: found, exampleRuns, example: from, version: made }: ChainParts): Step {
  if (!found && exampleRuns.length > 0) return failuresOfExample(exampleRuns);
  if (!found)
    return missing(
      "failures",
      "Failures",
      made ? "not made from a failing run" : from ? "in no finished run yet" : "none recorded",
    );
  return {
    kind: "failures",
    label: "Failures",
    title: `in run ${found.runNumber}`,
    detail: `${formatCount(found.failedCases, "case")} failed`,
    isKnown: true,
    runId: found.runId,
  };
}

function failuresOfExample(runsOf: ChainParts["exampleRuns"]): Step {
  const failed = runsOf.filter(({ hasFailed }) => hasFailed);
  const [newest] = failed;
  return {
    kind: "failures",
    label: "Failures",
    title: `failed in ${formatNumber(failed.length)} of ${formatCount(runsOf.length, "run")}`,
    detail: newest ? `last in run ${newest.number}` : "",
    isKnown: true,
    ...(newest ? { runId: newest.id } : {}),
  };
}

function version({ version: found }: ChainParts): Step {
  if (!found) return missing("version", "Version", "no version was made from it");
  const corrections = found.provenance?.decisionIds?.length ?? 0;
  return {
    kind: "version",
    label: `Version ${found.number}`,
    title: quote(found.message),
    detail: corrections > 0 ? `from ${formatCount(corrections, "correction")}` : `by ${found.createdByName}`,
    isKnown: true,
    promptPath: found.promptPath,
    promptId: found.promptId,
    versionId: found.id,
    versionNumber: found.number,
  };
}

function run({ run: found, runFailedCases, exampleRuns, version: made }: ChainParts): Step {
  const [newest] = exampleRuns;
  if (!found && newest)
    return {
      kind: "run",
      label: exampleRuns.length === 1 ? "Run" : "Runs",
      title: numbersOf(exampleRuns.map(({ number }) => number)),
      detail: "it was a case of",
      isKnown: true,
      runId: newest.id,
    };
  if (!found) return missing("run", "Run", made ? "not run yet" : "no version to run");
  const primary = found.summary?.evaluators.find(({ isPrimary }) => isPrimary);
  // The value with its interval: a change would need the comparison's own, which a step has no room for.
  const ends =
    primary && primary.low !== null && primary.high !== null
      ? ` (${summaryValue({ ...primary, value: primary.low }).replace(" %", "")} to ${summaryValue({ ...primary, value: primary.high })})`
      : "";
  const title = primary ? `${primary.name.toLowerCase()} ${summaryValue(primary)}${ends}` : found.status;
  const simulated = found.isSimulated ? ", simulated" : "";
  return {
    kind: "run",
    label: `Run ${found.number}`,
    title,
    detail: `${formatCount(found.totalCases, "case")}${runFailedCases > 0 ? `, ${formatNumber(runFailedCases)} failed` : ""}${simulated}`,
    isKnown: true,
    runId: found.id,
  };
}

/** "14, 13, 10 to 1": the newest first, neighbours drawn together. */
function numbersOf(numbers: readonly number[]): string {
  const spans: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => b - a)) {
    const last = spans.at(-1);
    if (last && last[1] === number + 1) last[1] = number;
    else spans.push([number, number]);
  }
  return spans
    .map(([from, to]) => (from === to ? `${from}` : from === to + 1 ? `${from}, ${to}` : `${from} to ${to}`))
    .join(", ");
}

const promotionWords = {
  open: "waiting",
  promoted: "promoted",
  withdrawn: "withdrawn",
  rejected: "rejected",
} as const;

function promotion({ promotion: found, version: made }: ChainParts): Step {
  if (!found) return missing("promotion", "Promotion", made ? "not promoted" : "no version to promote");
  const when = found.closedAt ? `, ${formatDate(found.closedAt, found.closedAt)}` : "";
  return {
    kind: "promotion",
    label: `Promotion ${found.number}`,
    title: promotionWords[found.status],
    detail: `to ${found.environmentName}${when}`,
    isKnown: true,
    promotionNumber: found.number,
  };
}

function kpi({ kpi: found, version: made }: ChainParts): Step {
  if (!found) return missing("kpi", "KPI", made ? "nothing measured yet" : "no version to measure");
  return {
    kind: "kpi",
    label: "KPI",
    title: found.name,
    detail: kpiDetail(found),
    isKnown: true,
    kpiKey: found.key,
    ...(made ? { promptId: made.promptId, versionId: made.id } : {}),
  };
}

/** The value with what it changed by: with an interval, or with the words that there is none. */
function kpiDetail({ unit, now, before, change }: NonNullable<ChainParts["kpi"]>): string {
  const value = `${formatKpi(now.value, unit)}, n ${formatNumber(now.weight)}`;
  if (!before || before.value === null) return value;
  const earlier = `${formatKpi(before.value, unit)} before, n ${formatNumber(before.weight)}`;
  return change
    ? `${value}: ${kpiChangeWords(change, unit)}; ${earlier}`
    : `${value}; ${earlier}; too few values for an interval`;
}

function quote(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return `"${line.length > 60 ? `${line.slice(0, 57).trimEnd()}...` : line}"`;
}
