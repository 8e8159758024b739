import { isQuality, startEvaluator } from "#client/evaluation";
import type { Evaluator, EvaluatorKind, SuiteContent } from "#schema/evaluation";

/** A suite under edit: each evaluator under an id of its own, since its key can be typed over. */
export type Draft = {
  rows: { id: string; evaluator: Evaluator }[];
  primaryMetric: string;
  message: string;
};
type Target = { connectionId: string; model: string };

export function draftOf({ evaluators, primaryMetric }: SuiteContent): Draft {
  return {
    rows: evaluators.map((evaluator) => ({ id: evaluator.key, evaluator })),
    primaryMetric,
    message: "",
  };
}

export function contentOf({ rows, primaryMetric }: Pick<Draft, "rows" | "primaryMetric">): SuiteContent {
  return { evaluators: rows.map(({ evaluator }) => evaluator), primaryMetric };
}

type Rows = Pick<Draft, "rows" | "primaryMetric">;

/** With a new evaluator of a kind; the first quality metric becomes the primary one. */
export function withNew({ rows, primaryMetric }: Rows, kind: EvaluatorKind, model?: Target): Rows {
  const takenKeys = new Set(rows.map(({ evaluator }) => evaluator.key));
  const evaluator = startEvaluator(kind, { takenKeys, model });
  const isFirst = !takenKeys.has(primaryMetric) && isQuality(evaluator);
  return {
    primaryMetric: isFirst ? evaluator.key : primaryMetric,
    rows: [...rows, { id: freeId(rows, evaluator.key), evaluator }],
  };
}

/** With one evaluator changed; the primary metric follows its key. */
export function withChanged({ rows, primaryMetric }: Rows, id: string, evaluator: Evaluator): Rows {
  const before = rows.find((row) => row.id === id)?.evaluator.key;
  return {
    primaryMetric: primaryMetric === before ? evaluator.key : primaryMetric,
    rows: rows.map((row) => (row.id === id ? { id, evaluator } : row)),
  };
}

/** Without one; where it was the primary metric, the first quality metric left is. */
export function without({ rows, primaryMetric }: Rows, id: string): Rows {
  const left = rows.filter((row) => row.id !== id);
  const isLeft = left.some(({ evaluator }) => evaluator.key === primaryMetric);
  const first = left.find(({ evaluator }) => isQuality(evaluator))?.evaluator.key;
  return { primaryMetric: isLeft ? primaryMetric : (first ?? ""), rows: left };
}

/** With one moved by a place; at the ends it stays. */
export function withMoved({ rows, primaryMetric }: Rows, id: string, by: -1 | 1): Rows {
  const from = rows.findIndex((row) => row.id === id);
  const row = rows[from];
  const to = from + by;
  if (!row || to < 0 || to >= rows.length) return { rows, primaryMetric };
  return { primaryMetric, rows: rows.toSpliced(from, 1).toSpliced(to, 0, row) };
}

function freeId(rows: Draft["rows"], stem: string): string {
  const taken = new Set(rows.map(({ id }) => id));
  let id = stem;
  for (let number = 2; taken.has(id); number += 1) id = `${stem}-${number}`;
  return id;
}
