import { cn } from "./cn.tsx";

const tones = {
  accent: "text-accent",
  good: "text-good",
  warn: "text-warn",
  bad: "text-bad",
  neutral: "text-text-3",
};

export type ProgressBarProps = {
  /** What moves: "Cases done", "Budget left". */
  label: string;
  value: number;
  max?: number | undefined;
  tone?: keyof typeof tones | undefined;
  className?: string | undefined;
};

/** A share of a whole, 4 px high. Always stands beside its number. */
export function ProgressBar({ label, value, max = 100, tone = "accent", className }: ProgressBarProps) {
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    // A drawing and not a styled <progress>: browsers style that differently and CSP forbids inline widths.
    <span
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.round(share * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      className={cn("block h-1 w-full overflow-hidden rounded-xs bg-line", tones[tone], className)}
    >
      <svg className="block size-full" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width={share * 100} height="1" fill="currentColor" />
      </svg>
    </span>
  );
}
