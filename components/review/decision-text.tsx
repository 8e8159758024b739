import { formatPercent } from "#platform/format";
import type { DecisionRow } from "#schema/review";
import { MaskedText } from "./masked-text.tsx";

/** What a decision says beside its kind: how much was edited, or why it was rejected. */
export function DecisionText({ row }: { row: DecisionRow }) {
  const words = [
    row.kind === "edit" ? `${formatPercent(row.editRatio, 0)} of the text` : null,
    row.kind === "reject" ? row.reasonName : null,
    row.comment || null,
  ].filter((part) => part !== null);
  if (words.length === 0) return "—";
  return <MaskedText text={words.join(": ")} className="line-clamp-1" />;
}
