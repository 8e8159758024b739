import {
  formatCarbon,
  formatDuration,
  formatEstimated,
  formatMoney,
  formatNumber,
  formatValue,
} from "#platform/format";
import { gridYear, methodName, rangeCovers } from "#schema/sustainability";
import type { Figures } from "./message-view.ts";

/** What an answer took. */
export function FigureLine({ figures, isSimulated }: { figures: Figures; isSimulated: boolean }) {
  const { inputTokens, outputTokens, isEstimated, firstTokenMs, totalMs } = figures;
  const { tokensPerSecond, costUsd, carbonGrams, carbonRange } = figures;
  return (
    <p className="num flex flex-wrap items-center gap-x-3.5 gap-y-1 text-sm text-text-2">
      <span>
        {formatEstimated(formatNumber(inputTokens), isEstimated)} in ·{" "}
        {formatEstimated(formatNumber(outputTokens), isEstimated)} out
      </span>
      {firstTokenMs === null ? null : <span>first token {formatDuration(firstTokenMs)}</span>}
      {totalMs === null ? null : <span>total {formatDuration(totalMs)}</span>}
      {tokensPerSecond === null ? null : <span>{formatValue(tokensPerSecond, 2)} tokens/s</span>}
      {isSimulated ? (
        <span className="text-text-3">no cost, no carbon</span>
      ) : (
        <>
          <span title={costUsd === null ? "The price of this model is not known" : undefined}>
            {costUsd === null ? "cost unknown" : formatEstimated(formatMoney(costUsd), isEstimated)}
          </span>
          <span
            title={
              carbonGrams === null
                ? "The size of this model is not known"
                : `${methodName}, grids of ${gridYear}. ${rangeCovers}`
            }
          >
            {carbonGrams === null
              ? "carbon unknown"
              : formatEstimated(formatCarbon(carbonGrams, carbonRange), isEstimated)}
          </span>
        </>
      )}
    </p>
  );
}
