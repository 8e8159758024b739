import { importExamples, previewImport } from "#lib/datasets";
import { answer } from "./_parts/answer.ts";
import { readUpload } from "./_parts/read-upload.ts";

type Route = { params: Promise<{ project: string }> };

/** Takes a file of at most 25 MB, which a server action cannot: a preview of it, or its import. */
export async function POST(request: Request, { params }: Route): Promise<Response> {
  const { project } = await params;
  return answer(request, project, async (ctx) => {
    const { intent, ...upload } = await readUpload(request);
    return intent === "preview" ? previewImport(ctx, upload) : importExamples(ctx, upload);
  });
}
