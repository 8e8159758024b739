import { currentContext } from "#app/_context";
import { exportExamples } from "#lib/datasets";
import { errorTable, toAppError } from "#platform/errors";
import type { ExportExamplesInput } from "#schema/datasets";

type Route = { params: Promise<{ project: string }> };

const types = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson; charset=utf-8" };

/** A version as a file, streamed as it is read. */
export async function GET(request: Request, { params }: Route): Promise<Response> {
  const { project } = await params;
  const query = new URL(request.url).searchParams;
  const ctx = await currentContext(project);
  try {
    // The verb parses; a wrong format is its invalid_input.
    const input = {
      datasetVersionId: query.get("version") ?? "",
      format: query.get("format") ?? "",
    } as ExportExamplesInput;
    const { fileName, pieces } = await exportExamples(ctx, input);
    const headers = {
      "content-type": types[input.format],
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "cache-control": "no-store",
    };
    return new Response(streamOf(pieces), { headers });
  } catch (thrown) {
    const error = toAppError(thrown);
    return new Response(error.message, { status: errorTable[error.code].status });
  }
}

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
