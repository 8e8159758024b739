import { currentContext } from "#app/_context";
import { compareRuns, listCaseComparisons } from "#lib/evaluation";
import type { CaseComparison } from "#schema/evaluation";

type Params = { params: Promise<{ project: string }> };

/** The comparison with all its cases as JSON, to keep or to work on elsewhere. */
export async function GET(request: Request, { params }: Params): Promise<Response> {
  const ctx = await currentContext((await params).project);
  const query = new URL(request.url).searchParams;
  const input = { baselineRunId: query.get("baseline") ?? "", candidateRunId: query.get("candidate") ?? "" };
  const comparison = await compareRuns(ctx, input);
  const cases: CaseComparison[] = [];
  for (let cursor: string | null = "0"; cursor !== null;) {
    const page: Awaited<ReturnType<typeof listCaseComparisons>> = await listCaseComparisons(ctx, {
      ...input,
      which: "all",
      limit: 200,
      cursor,
    });
    cases.push(...page.items);
    cursor = page.nextCursor;
  }
  const name = `comparison-${comparison.baseline.runNumber}-${comparison.candidate.runNumber}.json`;
  return Response.json(
    { ...comparison, cases },
    { headers: { "content-disposition": `attachment; filename="${name}"` } },
  );
}
