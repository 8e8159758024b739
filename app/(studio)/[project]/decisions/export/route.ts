import { fileResponse, studioRoute } from "#app/_route";
import { exportDecisions } from "#lib/review";
import { ExportFormat } from "#schema/review";
import { inputOf, readQuery } from "../_parts/query.ts";

/** The decisions of the explorer's address as a file. */
export const GET = studioRoute<{ project: string }>("decisions.export", async ({ ctx, query }) => {
  const format = ExportFormat.parse(query["format"]);
  const { cursor: _, ...input } = inputOf(readQuery(query), ctx.clock.now());
  return fileResponse(`decisions.${format}`, format, await exportDecisions(ctx, { ...input, format }));
});
