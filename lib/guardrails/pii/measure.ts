import type { PiiType } from "../schema.ts";
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

/**
 * Precision, recall and F2 (recall counts twice) per kind. A span is found when a finding of its kind
 * overlaps it; a finding is right when a span of its kind overlaps it.
 */
export function measureDetection(documents: readonly Labelled[], types: readonly PiiType[]): Measure[] {
  const found = documents.map(({ text }) => detectPii(text, { types }));
  return types.map((type) => {
    let [labelled, hits, findings, right] = [0, 0, 0, 0];
    for (const [at, { spans }] of documents.entries()) {
      const truth = spans.filter((span) => span.type === type);
      const mine = (found[at] ?? []).filter((finding) => finding.type === type);
      labelled += truth.length;
      findings += mine.length;
      hits += truth.filter((span) => mine.some((finding) => overlap(span, finding))).length;
      right += mine.filter((finding) => truth.some((span) => overlap(span, finding))).length;
    }
    const precision = findings === 0 ? 1 : right / findings;
    const recall = labelled === 0 ? 1 : hits / labelled;
    const f2 = precision + recall === 0 ? 0 : (5 * precision * recall) / (4 * precision + recall);
    return { type, labelled, found: hits, precision, recall, f2 };
  });
}

type Span = { start: number; end: number };
const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end;
