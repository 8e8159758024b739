import { studioRoute } from "#app/_route";
import { exportExamples } from "#lib/datasets";
import { ExportExamplesInput } from "#schema/datasets";

const types = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson; charset=utf-8" };

/** A version as a file, streamed as it is read. */
export const GET = studioRoute("dataset.export", async ({ ctx, request }) => {
  const query = new URL(request.url).searchParams;
  const input = ExportExamplesInput.parse({
    datasetVersionId: query.get("version"),
    format: query.get("format"),
  });
  const { fileName, pieces } = await exportExamples(ctx, input);
  return new Response(streamOf(pieces), {
    headers: {
      "content-type": types[input.format],
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "cache-control": "no-store",
    },
  });
});

/** Reads on only as fast as the receiver takes it. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: () => void pieces.return(undefined),
  });
}
