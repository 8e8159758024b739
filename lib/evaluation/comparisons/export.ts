import { inTransaction } from "#db";
import { appendAudit } from "#lib/audit";
import type { Context } from "#lib/identity";
import { type CaseComparison, type Comparison, CompareRunsInput } from "./schema.ts";
import { listCaseComparisons } from "./cases.ts";
import { compareRuns } from "./compare.ts";

/** A comparison with all its cases, to keep or to work on elsewhere; who took it is an audit event. Throws as compareRuns does. */
export async function exportComparison(
  ctx: Context,
  input: CompareRunsInput,
): Promise<Comparison & { cases: CaseComparison[] }> {
  const parsed = CompareRunsInput.parse(input);
  const comparison = await compareRuns(ctx, parsed);
  const cases: CaseComparison[] = [];
  for (let cursor: string | null = "0"; cursor !== null;) {
    const page: Awaited<ReturnType<typeof listCaseComparisons>> = await listCaseComparisons(ctx, {
      ...parsed,
      which: "all",
      limit: 200,
      cursor,
    });
    cases.push(...page.items);
    cursor = page.nextCursor;
  }
  const { baseline, candidate } = comparison;
  await inTransaction(ctx, (tx) =>
    appendAudit(tx, {
      action: "comparison.export",
      subject: { type: "run", id: parsed.candidateRunId, name: `Run ${candidate.runNumber}` },
      after: { baselineRun: baseline.runNumber, candidateRun: candidate.runNumber, cases: cases.length },
    }),
  );
  return { ...comparison, cases };
}
