import { studioRoute } from "#app/_route";
import { exportComparison } from "#lib/evaluation";

/** The comparison with all its cases as JSON. */
export const GET = studioRoute("comparison.export", async ({ ctx, query }) => {
  const comparison = await exportComparison(ctx, {
    baselineRunId: query["baseline"] ?? "",
    candidateRunId: query["candidate"] ?? "",
  });
  const name = `comparison-${comparison.baseline.runNumber}-${comparison.candidate.runNumber}.json`;
  return Response.json(comparison, {
    headers: { "content-disposition": `attachment; filename="${name}"`, "cache-control": "no-store" },
  });
});
