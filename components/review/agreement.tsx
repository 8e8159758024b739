import { formatPercent, formatScore } from "#platform/format";
import type { ReviewerStats } from "#schema/review";

type Props = { stats: ReviewerStats | null };

/** Cohen's kappa with its interval; where nearly all decisions are of one kind, the share that agreed instead. */
export function AgreementFigure({ stats }: Props) {
  if (!stats || (stats.kappa === null && stats.agreed === null)) return <>—</>;
  if (stats.kappa === null || stats.isKappaOneSided) return <>{formatPercent(stats.agreed, 0)} alike</>;
  return (
    <>
      κ {formatScore(stats.kappa)}
      {stats.kappaInterval ? (
        <span className="text-text-3">
          {" "}
          ({formatScore(stats.kappaInterval.low)} to {formatScore(stats.kappaInterval.high)})
        </span>
      ) : null}
    </>
  );
}

/** What the figure is, and why it may not be kappa. */
export function agreementWords(stats: ReviewerStats | null): string {
  if (!stats || (stats.kappa === null && stats.agreed === null))
    return "Shown once you and others have both decided five tasks";
  const over = `over ${stats.overlap} decisions on the same tasks`;
  return stats.kappa === null || stats.isKappaOneSided
    ? `Share decided alike ${over}. Nearly all decisions are of one kind, so kappa would be low however often you agree.`
    : `Cohen's kappa with its 95 % interval, ${over}`;
}
