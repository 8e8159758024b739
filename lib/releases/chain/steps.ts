import {
  formatCount,
  formatDate,
  formatDuration,
  formatMoney,
  formatPercent,
  formatPoints,
  formatValue,
} from "#platform/format";
import type { RunSummary } from "#schema/evaluation";
import type {
  findDecision,
  findExample,
  findKpiOf,
  findPromotionOf,
  findRun,
  findVersion,
} from "./records.ts";
import type { ChainStep, ChainStepKind } from "./schema.ts";

type Found<Read extends (...input: never[]) => Promise<unknown>> = Awaited<ReturnType<Read>>;

/** What was found of a chain; every part may be missing. */
export type ChainParts = {
  decision: Found<typeof findDecision>;
  decisionCount: number;
  example: Found<typeof findExample>;
  exampleCount: number;
  failures: { runId: string; runNumber: number; failedCases: number } | null;
  version: Found<typeof findVersion>;
  run: Found<typeof findRun>;
  baselineSummary: RunSummary | null;
  promotion: Found<typeof findPromotionOf>;
  kpi: Found<typeof findKpiOf>;
  kpiBefore: number | null;
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

function failures({ failures: found }: ChainParts): Step {
  if (!found) return missing("failures", "Failures", "no failing run named");
  return {
    kind: "failures",
    label: "Failures",
    title: `in run ${found.runNumber}`,
    detail: `${formatCount(found.failedCases, "case")} failed`,
    isKnown: true,
    runId: found.runId,
  };
}

function version({ version: found }: ChainParts): Step {
  if (!found) return missing("version", "Version", "none made of it yet");
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

function run({ run: found, baselineSummary }: ChainParts): Step {
  if (!found) return missing("run", "Run", "not run yet");
  const primary = found.summary?.evaluators.find(({ isPrimary }) => isPrimary);
  const before = baselineSummary?.evaluators.find(({ key }) => key === primary?.key)?.value;
  const moved =
    primary && typeof primary.value === "number" && typeof before === "number"
      ? formatPoints(primary.value - before)
      : null;
  const title = !primary
    ? found.status
    : moved === null
      ? `${primary.name.toLowerCase()} ${formatPercent(primary.value)}`
      : `${primary.name.toLowerCase()} ${moved.startsWith("0") ? "unchanged" : moved}`;
  const simulated = found.isSimulated ? ", simulated" : "";
  return {
    kind: "run",
    label: `Run ${found.number}`,
    title,
    detail: `${formatCount(found.totalCases, "case")}${simulated}`,
    isKnown: true,
    runId: found.id,
  };
}

const promotionWords = {
  open: "waiting",
  promoted: "promoted",
  withdrawn: "withdrawn",
  rejected: "rejected",
} as const;

function promotion({ promotion: found }: ChainParts): Step {
  if (!found) return missing("promotion", "Promotion", "not promoted");
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

function kpi({ kpi: found, kpiBefore }: ChainParts): Step {
  if (!found) return missing("kpi", "KPI", "nothing measured yet");
  const before = kpiBefore === null ? "" : `, ${formatKpi(kpiBefore, found.unit)} before`;
  return {
    kind: "kpi",
    label: "KPI",
    title: found.name,
    detail: `${formatKpi(found.value, found.unit)}${before}`,
    isKnown: true,
    kpiKey: found.key,
  };
}

/** A KPI's value in its unit; percent values are fractions. */
export function formatKpi(value: number | null, unit: string): string {
  if (value === null) return "—";
  if (unit === "percent") return formatPercent(value);
  if (unit === "usd") return formatMoney(value);
  if (unit === "seconds") return formatDuration(value * 1000);
  return formatValue(value);
}

function quote(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return `"${line.length > 60 ? `${line.slice(0, 57).trimEnd()}...` : line}"`;
}
