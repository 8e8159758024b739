import { formatNumber } from "#platform/format";
import { type ScopeCount, type ScopeQuery } from "#schema/observability";
import { leftOutOf, leftOutWords } from "#client/observability";

/** How many calls the scope counts, and what it leaves out: part of every number. */
export function LeftOut({ counts, query }: { counts: readonly ScopeCount[]; query: ScopeQuery }) {
  const found = leftOutOf(counts, query);
  const words = leftOutWords(found);
  return (
    <>
      <b className="num font-medium text-text">{formatNumber(found.counted)}</b>{" "}
      {found.counted === 1 ? "call" : "calls"} counted
      {words ? <span className="text-text-3"> · {words}</span> : null}
    </>
  );
}
