import { formatValue } from "#platform/format";
import type { FeedbackKind } from "#schema/feedback";
import { Chip } from "#ui/chip";

/** A score as its kind is spoken of: a thumb, a rating of 0..1, an outcome. */
export function FeedbackScore({ kind, score }: { kind: FeedbackKind; score: number | null }) {
  if (score === null) return <>—</>;
  const isGood = score >= 0.5;
  const words =
    kind === "thumbs"
      ? isGood
        ? "thumb up"
        : "thumb down"
      : kind === "rating"
        ? `rated ${formatValue(score, 2)}`
        : isGood
          ? "outcome reached"
          : "outcome missed";
  return (
    <Chip tone={isGood ? "good" : "bad"} sign={isGood ? "▲" : "▼"}>
      {words}
    </Chip>
  );
}
