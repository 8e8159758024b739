import { formatCarbon, formatCount, formatMoney, formatPercent, formatTokens } from "#platform/format";
import type { CacheFigures } from "#schema/observability";
import type { SemanticState } from "#schema/routes";
import { Chip } from "#ui/chip";
import { Stat, StatStrip } from "#ui/stat";

type CacheFiguresProps = {
  figures: CacheFigures;
  /** Null for a route that answers only the same call again. */
  semantic: SemanticState | null;
};

/** How often a route's cache answers, what that saved, and how many of its answers to near questions were wrong. */
export function CacheFigureStrip({ figures, semantic }: CacheFiguresProps) {
  const { asked, hits, semanticHits, hitRate, saved } = figures;
  const given = hits + semanticHits;
  return (
    <StatStrip className="max-sm:grid-cols-2">
      <Stat
        label="Answered by the cache"
        value={formatPercent(hitRate?.share)}
        note={
          hitRate
            ? `${formatPercent(hitRate.low)} to ${formatPercent(hitRate.high)}; ${formatCount(given, "call")} of ${formatCount(asked, "that asked it", "that asked it")}${semantic ? `, ${semanticHits} in other words` : ""}`
            : "no call asked it in 30 days"
        }
      />
      <Stat
        label="Tokens saved"
        value={formatTokens(
          saved.inputTokens === null || saved.outputTokens === null
            ? null
            : saved.inputTokens + saved.outputTokens,
        )}
        note={unknownNote(saved.tokensUnknown) ?? "what the answers took when they were made"}
      />
      <Stat label="Money saved" value={formatMoney(saved.costUsd)} note={unknownNote(saved.costUnknown)} />
      <Stat
        label="Carbon saved"
        value={formatCarbon(saved.carbonGrams, carbonRange(saved))}
        note={unknownNote(saved.carbonUnknown)}
      />
      {semantic ? <WrongAnswers semantic={semantic} /> : null}
    </StatStrip>
  );
}

function carbonRange({ carbonGramsLow: low, carbonGramsHigh: high }: CacheFigures["saved"]) {
  return low === null || high === null ? null : { low, high };
}

function unknownNote(unknown: number): string | undefined {
  return unknown > 0 ? `not known of ${formatCount(unknown, "call")}` : undefined;
}

function WrongAnswers({ semantic: { falseShare, checks, offAt, checkShare } }: { semantic: SemanticState }) {
  const { sure, grey } = checks;
  const unjudged = sure.unjudged > 0 ? `; ${sure.unjudged} could not be judged` : "";
  const near = grey.same + grey.different;
  const greyNote = near > 0 ? ` Of ${near} that stood near, ${grey.different} would have been.` : "";
  const asked =
    checkShare === null ? "" : ` The model is asked for ${formatPercent(checkShare)} of the next ones.`;
  return (
    <Stat
      label={<>Wrong among those checked {offAt ? <Chip tone="bad">switched off</Chip> : null}</>}
      value={formatPercent(falseShare?.share)}
      note={
        falseShare
          ? `${formatPercent(falseShare.low)} to ${formatPercent(falseShare.high)}; ${sure.different} of ${falseShare.count}${unjudged}.${greyNote}${asked}`
          : `no hit was checked yet.${greyNote}${asked}`
      }
    />
  );
}
