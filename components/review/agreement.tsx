import { formatNumber, formatPercent, formatScore } from "#platform/format";
import type { ReviewerStats } from "#schema/review";

type Props = { stats: ReviewerStats | null };

/** Cohen's kappa with its interval and n; where nearly all decisions are of one kind, the share that agreed, with its own. Nothing without an interval. */
export function AgreementFigure({ stats }: Props) {
  const figure = stats ? figureOf(stats) : null;
  if (!stats || figure === null) return <>—</>;
  return (
    <>
      {figure.value}{" "}
      <span className="text-text-3">
        ({figure.low} to {figure.high}), n {formatNumber(stats.overlap)}
      </span>
    </>
  );
}

function figureOf({ kappa, kappaInterval, isKappaOneSided, agreed, agreedInterval }: ReviewerStats) {
  if (kappa !== null && kappaInterval && !isKappaOneSided)
    return {
      value: `κ ${formatScore(kappa)}`,
      low: formatScore(kappaInterval.low),
      high: formatScore(kappaInterval.high),
    };
  if (agreed === null || !agreedInterval) return null;
  return {
    value: `${formatPercent(agreed, 0)} alike`,
    low: formatPercent(agreedInterval.low, 0),
    high: formatPercent(agreedInterval.high, 0),
  };
}

/** What the figure is, and why it may not be kappa. */
export function agreementWords(stats: ReviewerStats | null): string {
  if (!stats || (stats.kappa === null && stats.agreed === null))
    return "Shown once you and others have both decided five tasks";
  const over = `with its 95 % interval, over ${stats.overlap} decisions on the same tasks`;
  return stats.kappa === null || stats.isKappaOneSided
    ? `Share decided alike ${over}. Nearly all decisions are of one kind, so kappa would be low however often you agree.`
    : `Cohen's kappa ${over}`;
}
