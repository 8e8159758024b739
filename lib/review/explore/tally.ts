import { shareDifference, clopperPearsonInterval } from "#statistics";
import type { DecisionKind } from "../decisions/schema.ts";

/** Decisions that are alike in everything an explorer counts by, on one day. */
export type Cell = {
  /** The first moment of the UTC day, in ms. */
  dayMs: number;
  kind: DecisionKind;
  reasonKey: string | null;
  reasonName: string | null;
  reviewerId: string | null;
  reviewerName: string;
  versionId: string | null;
  versionLabel: string | null;
  source: string | null;
  model: string | null;
  /** Code of the language of the inputs; null where it could not be told. */
  language: string | null;
  /** A blind queue hides version, model and reviewer from whoever asks. */
  isHidden: boolean;
  count: number;
};

export type Share = { value: number; low: number; high: number };

/** One thing decisions name: an edit, or a reason to reject. */
export type ReasonRow = {
  /** "edit", or the key of a reason. */
  key: string;
  name: string;
  count: number;
  /** Of all decisions of the span, with its exact 95 % interval; null without a decision. */
  share: Share | null;
  before: { count: number; total: number };
  /** Share less the share before, with an interval that allows for all rows looked at at once; null without decisions in both. */
  change: Share | null;
  /** The change's interval leaves zero. */
  isSure: boolean;
  /** Counts in equal parts of the span, the oldest first. */
  parts: number[];
};

/** What decisions can be split by. */
type SplitBy = "model" | "reviewer" | "language" | "version" | "source";

/** How often the chosen thing is named by one model, reviewer, language, version or source. */
export type SplitRow = { key: string | null; label: string; count: number; total: number; share: Share };

export const editKey = "edit";
const partCount = 5;
const confidence = 0.95;

type Span = { fromMs: number; toMs: number };

export function totalOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { count }) => sum + count, 0);
}

/** Counts by kind. */
export function kindsOf(cells: readonly Cell[]): Record<DecisionKind, number> {
  const of = (kind: DecisionKind) => totalOf(cells.filter((cell) => cell.kind === kind));
  return { approve: of("approve"), edit: of("edit"), reject: of("reject") };
}

/**
 * What decisions of a span name, the most named first, against the span before it. A change is sure when its
 * interval leaves zero at a confidence that is shared out among the rows (Bonferroni), so that looking at many
 * reasons does not find one by chance.
 */
export function reasonRows(now: readonly Cell[], before: readonly Cell[], span: Span): ReasonRow[] {
  const [total, totalBefore] = [totalOf(now), totalOf(before)];
  const names = new Map<string, string>();
  for (const cell of [...before, ...now]) {
    const key = keyOf(cell);
    if (key !== null) names.set(key, key === editKey ? "edited" : (cell.reasonName ?? key));
  }
  const shared = 1 - (1 - confidence) / Math.max(1, names.size);
  return [...names]
    .map(([key, name]): ReasonRow => {
      const own = now.filter((cell) => keyOf(cell) === key);
      const count = totalOf(own);
      const countBefore = totalOf(before.filter((cell) => keyOf(cell) === key));
      const change =
        total === 0 || totalBefore === 0
          ? null
          : {
              value: count / total - countBefore / totalBefore,
              ...shareDifference(
                { successes: countBefore, trials: totalBefore },
                { successes: count, trials: total },
                shared,
              ),
            };
      return {
        key,
        name,
        count,
        share: shareOf(count, total),
        before: { count: countBefore, total: totalBefore },
        change,
        isSure: change !== null && (change.low > 0 || change.high < 0),
        parts: partsOf(own, span),
      };
    })
    .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}

/** The chosen thing by model, reviewer, language, version or source, the most decided first. Rows hidden from whoever asks are left out. */
export function splitRows(cells: readonly Cell[], by: SplitBy, key: string | null): SplitRow[] {
  const shown = by === "source" || by === "language" ? cells : cells.filter((cell) => !cell.isHidden);
  const groups = Map.groupBy(shown, (cell) => groupOf(cell, by).key ?? "");
  return [...groups.values()]
    .map((own): SplitRow => {
      const [first] = own;
      const total = totalOf(own);
      const count = totalOf(
        own.filter((cell) => (key === null ? cell.kind !== "approve" : keyOf(cell) === key)),
      );
      const group = first ? groupOf(first, by) : { key: null, label: "" };
      return {
        ...group,
        count,
        total,
        share: { value: count / total, ...clopperPearsonInterval(count, total) },
      };
    })
    .toSorted((a, b) => b.total - a.total || a.label.localeCompare(b.label));
}

/** What a decision names: an edit, or its reason; an approval names nothing. */
function keyOf({ kind, reasonKey }: Cell): string | null {
  if (kind === "edit") return editKey;
  return kind === "reject" ? reasonKey : null;
}

const languageNames = new Intl.DisplayNames("en", { type: "language" });

function groupOf(cell: Cell, by: SplitBy): { key: string | null; label: string } {
  switch (by) {
    case "version":
      return { key: cell.versionId, label: cell.versionLabel ?? "no stored version" };
    case "reviewer":
      return { key: cell.reviewerId, label: cell.reviewerName };
    case "model":
      return { key: cell.model, label: cell.model ?? "model not known" };
    case "language":
      return {
        key: cell.language,
        label: cell.language === null ? "not told" : (languageNames.of(cell.language) ?? cell.language),
      };
    case "source":
      return { key: cell.source, label: cell.source ?? "unknown" };
    default:
      return by satisfies never;
  }
}

function shareOf(count: number, total: number): Share | null {
  return total === 0 ? null : { value: count / total, ...clopperPearsonInterval(count, total) };
}

function partsOf(cells: readonly Cell[], { fromMs, toMs }: Span): number[] {
  const parts = Array.from({ length: partCount }, () => 0);
  const length = (toMs - fromMs) / partCount;
  for (const { dayMs, count } of cells) {
    const place = Math.min(partCount - 1, Math.max(0, Math.floor((dayMs - fromMs) / length)));
    parts[place] = (parts[place] ?? 0) + count;
  }
  return parts;
}
