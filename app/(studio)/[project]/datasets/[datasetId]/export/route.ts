import { fileResponse, studioRoute } from "#app/_route";
import { exportExamples } from "#lib/datasets";
import { ExportExamplesInput } from "#schema/datasets";

/** A version as a file, streamed as it is read. */
export const GET = studioRoute("dataset.export", async ({ ctx, query }) => {
  const input = ExportExamplesInput.parse({
    datasetVersionId: query["version"],
    format: query["format"],
  });
  const { fileName, pieces } = await exportExamples(ctx, input);
  return fileResponse(fileName, input.format, pieces);
});
