import { createHash } from "node:crypto";
import { wilsonInterval } from "#statistics";
import { piiTypes } from "../constants.ts";
import { type PiiType } from "../schema.ts";
import { detectPii } from "./detect.ts";

export type Labelled = { text: string; spans: { type: PiiType; start: number; end: number }[] };
export type Measure = {
  type: PiiType;
  labelled: number;
  found: number;
  precision: number;
  recall: number;
  f2: number;
};

/** True for the half of the templates (by a hash) that nothing was learnt or tuned on; scripts/names/train.ts splits alike. */
export const isUnseen = (template: number): boolean =>
  (createHash("sha256").update(`valueloop-pii-7:${template}`).digest()[0] ?? 0) % 2 === 1;

/**
 * Precision, recall and F2 (recall counts twice) per kind. A span is found when a finding of its kind
 * overlaps it; a finding is right when a span of its kind overlaps it.
 * @internal The measure of recall in docs/measurements/pii.md, kept by its test.
 */
export function measureDetection(documents: readonly Labelled[], types: readonly PiiType[]): Measure[] {
  return countDetection(documents, types).map(({ type, labelled, hits, findings, right }) => ({
    type,
    labelled,
    found: hits,
    ...figuresOf({ labelled, hits, findings, right }),
  }));
}

type Counts = { labelled: number; hits: number; findings: number; right: number };

/** Precision, recall and F2 of counts; nothing found and nothing to find is no fault. */
export function figuresOf({ labelled, hits, findings, right }: Counts) {
  const precision = findings === 0 ? 1 : right / findings;
  const recall = labelled === 0 ? 1 : hits / labelled;
  const f2 = precision + recall === 0 ? 0 : (5 * precision * recall) / (4 * precision + recall);
  return { precision, recall, f2 };
}

/** Numbers with a kind of their own are one country's national ID where a set labels them so. */
const countedAs: Partial<Record<PiiType, PiiType>> = { UK_NINO: "NATIONAL_ID", UK_NHS: "NATIONAL_ID" };

/** The counts behind the figures, per kind. */
export function countDetection(
  documents: readonly Labelled[],
  types: readonly PiiType[],
): (Counts & { type: PiiType })[] {
  const parts = piiTypes.filter((type) => types.includes(countedAs[type] ?? type));
  const asked = [...new Set([...types, ...parts])];
  const found = documents.map(({ text }) =>
    detectPii(text, { types: asked }).map((finding) => ({
      ...finding,
      type: countedAs[finding.type] ?? finding.type,
    })),
  );
  return types.map((type) => {
    const counts = { type, labelled: 0, hits: 0, findings: 0, right: 0 };
    for (const [at, { spans }] of documents.entries()) {
      const truth = spans.filter((span) => span.type === type);
      const mine = (found[at] ?? []).filter((finding) => finding.type === type);
      counts.labelled += truth.length;
      counts.findings += mine.length;
      counts.hits += truth.filter((span) => mine.some((finding) => overlap(span, finding))).length;
      counts.right += mine.filter((finding) => truth.some((span) => overlap(span, finding))).length;
    }
    return counts;
  });
}

/** All kinds together. */
export const summed = (counts: readonly Counts[]): Counts =>
  counts.reduce(
    (sum, { labelled, hits, findings, right }) => ({
      labelled: sum.labelled + labelled,
      hits: sum.hits + hits,
      findings: sum.findings + findings,
      right: sum.right + right,
    }),
    { labelled: 0, hits: 0, findings: 0, right: 0 },
  );

/** A line of a table: counts, precision and recall with their 95 % intervals (Wilson), F2. */
export function measureLine(name: string, counts: Counts): string {
  const { precision, recall, f2 } = figuresOf(counts);
  const share = (value: number, hits: number, of: number) => {
    if (of === 0) return "none";
    const { low, high } = wilsonInterval(hits, of);
    return `${value.toFixed(3)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  };
  return `| ${name} | ${counts.labelled} | ${share(precision, counts.right, counts.findings)} | ${share(recall, counts.hits, counts.labelled)} | ${f2.toFixed(3)} |`;
}

type Span = { start: number; end: number };
const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end;
