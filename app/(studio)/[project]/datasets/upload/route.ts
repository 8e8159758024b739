import { studioRoute } from "#app/_route";
import { importExamples, previewImport } from "#lib/datasets";
import { readUpload } from "./_parts/read-upload.ts";

/** Takes a file of at most 25 MB, which a server action cannot: a preview of it, or its import. */
export const POST = studioRoute("dataset.upload", async ({ ctx, request }) => {
  const { intent, ...upload } = await readUpload(request);
  return Response.json(
    intent === "preview" ? await previewImport(ctx, upload) : await importExamples(ctx, upload),
  );
});
