import { amountWords } from "#client/budgets";
import type { BudgetMeasure } from "#constants/budgets";
import { formatPercent } from "#platform/format";
import { Chip } from "#ui/chip";
import { ProgressBar } from "#ui/progress-bar";

type Limited = { name: string; measure: BudgetMeasure; amount: number; isHard: boolean; alertShare: number };
type Used = { used: number; reserved: number; refused: number; unknown: number };

export type LimitUseProps = {
  limit: Limited;
  /** Nothing used yet where it is left out. */
  use?: Used | undefined;
  /** Whose use it is, where a limit counts several. */
  label?: string | undefined;
};

const none: Used = { used: 0, reserved: 0, refused: 0, unknown: 0 };

/** How much of a limit is used: the bar with its numbers, what is held for calls in progress, and what was refused. */
export function LimitUse({ limit, use = none, label }: LimitUseProps) {
  const { measure, amount } = limit;
  const share = use.used / amount;
  const words = (value: number) => amountWords(measure, value, [amount]);
  const notes = [
    use.reserved > 0 ? `${words(use.reserved)} held` : null,
    use.refused > 0 ? `${use.refused} refused` : null,
    use.unknown > 0 ? `${use.unknown} of unknown ${measure === "usd" ? "price" : "use"}` : null,
  ].filter((note) => note !== null);
  return (
    <div className="flex min-w-44 flex-col gap-1 py-1">
      <span className="num flex flex-wrap justify-between gap-x-3">
        <span>
          {label ? <span className="text-text-2">{label}: </span> : null}
          {words(use.used)} of {words(amount)}
        </span>
        <span className="text-text-2">{formatPercent(share, 0, [limit.alertShare, 1])}</span>
      </span>
      <ProgressBar
        label={`Used of ${limit.name}${label ? `, ${label}` : ""}`}
        value={use.used}
        max={amount}
        tone={toneOf(limit, share)}
      />
      {notes.length > 0 ? <span className="num text-sm text-text-2">{notes.join(" · ")}</span> : null}
    </div>
  );
}

function toneOf({ isHard, alertShare }: Limited, share: number): "accent" | "warn" | "bad" {
  if (share >= 1) return isHard ? "bad" : "warn";
  return share >= alertShare ? "warn" : "accent";
}

/** What a limit does when it is used up. */
export function LimitKind({ isHard }: { isHard: boolean }) {
  return isHard ? <Chip>refuses</Chip> : <Chip tone="info">alerts</Chip>;
}
