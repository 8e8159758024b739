import { z } from "zod";
import { AppError } from "#platform/errors";
import { datasetLimits, ImportChoice } from "#schema/datasets";

const Options = z.object({
  intent: z.enum(["preview", "import"]),
  datasetId: z.uuid(),
  ...ImportChoice.shape,
});

/** Room for the form around the file. */
const overheadBytes = 1024 * 1024;

/** The file and what to do with it, from a multipart form. Throws too_large before reading what is announced as too large. */
export async function readUpload(request: Request) {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > datasetLimits.fileBytes + overheadBytes) {
    throw new AppError("too_large", "The file is larger than 25 MB. Split it and import the parts.");
  }
  const form = await request.formData().catch((cause: unknown) => {
    throw new AppError("invalid_input", "The form did not arrive whole. Choose the file again.", { cause });
  });
  const file = form.get("file");
  if (!(file instanceof File)) throw new AppError("invalid_input", "Choose a file.");
  const sent = form.get("options");
  const { mapping, ...options } = Options.parse(typeof sent === "string" ? readOptions(sent) : {});
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { ...options, ...(mapping ? { mapping } : {}), fileName: file.name, bytes };
}

function readOptions(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid_input", "The form's options are not valid JSON.", { cause });
  }
}
