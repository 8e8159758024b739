import { studioRoute } from "#app/_route";
import { exportDecisions } from "#lib/review";
import { ExportFormat } from "#schema/review";
import { inputOf, readQuery } from "../_parts/query.ts";

/** The decisions of the explorer's address as a file. */
export const GET = studioRoute<{ project: string }>("decisions.export", async ({ ctx, query }) => {
  const format = ExportFormat.parse(query["format"]);
  const { cursor: _, ...input } = inputOf(readQuery(query), ctx.clock.now());
  const lines = await exportDecisions(ctx, { ...input, format });
  return new Response(bytesOf(lines), {
    headers: {
      "content-type": format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="decisions.${format}"`,
      "cache-control": "no-store",
    },
  });
});

function bytesOf(lines: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await lines.return(undefined)),
  });
}
