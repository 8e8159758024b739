import type { PromotionStatus } from "#schema/releases";
import { Chip, type ChipTone } from "#ui/chip";

const looks: Record<PromotionStatus, { tone: ChipTone; words: string }> = {
  open: { tone: "warn", words: "open" },
  promoted: { tone: "good", words: "promoted" },
  withdrawn: { tone: "neutral", words: "withdrawn" },
  rejected: { tone: "bad", words: "rejected" },
};

/** The state of a promotion in a word. */
export function PromotionChip({
  status,
  kind = "promotion",
}: {
  status: PromotionStatus;
  kind?: "promotion" | "rollback" | undefined;
}) {
  const { tone, words } = looks[status];
  return (
    <Chip tone={kind === "rollback" ? "info" : tone} sign={kind === "rollback" ? "↩" : true}>
      {kind === "rollback" ? "rolled back" : words}
    </Chip>
  );
}
