import { studioRoute } from "#app/_route";
import { exportComparison } from "#lib/evaluation";

/** The comparison with all its cases as JSON. */
export const GET = studioRoute("comparison.export", async ({ ctx, request }) => {
  const query = new URL(request.url).searchParams;
  const comparison = await exportComparison(ctx, {
    baselineRunId: query.get("baseline") ?? "",
    candidateRunId: query.get("candidate") ?? "",
  });
  const name = `comparison-${comparison.baseline.runNumber}-${comparison.candidate.runNumber}.json`;
  return Response.json(comparison, {
    headers: { "content-disposition": `attachment; filename="${name}"`, "cache-control": "no-store" },
  });
});
