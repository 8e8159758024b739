import { createFile, deleteFile, getFile, getFileContent, listFiles, type StoredFile } from "#lib/files";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import type { ApiContext } from "../context.ts";
import { bytesOf, headerOf, sendJson } from "../node.ts";
import { FilesQuery, FileUpload, type OpenAiFile } from "./schema.ts";

/** POST /files: a form with the file and what it is for. Throws invalid_input, too_large, forbidden. */
export async function uploadFile(c: ApiContext, ctx: Context): Promise<Response> {
  const form = await formOf(c);
  const { file, purpose, ...others } = FileUpload.parse(Object.fromEntries(form));
  const made = await createFile(ctx, {
    name: file.name,
    purpose,
    mediaType: file.type,
    bytes: new Uint8Array(await file.arrayBuffer()),
    expiresAfter: others["expires_after[seconds]"],
  });
  return sendJson(c, fileOf(made));
}

async function formOf(c: ApiContext): Promise<FormData> {
  const bytes = await bytesOf(c);
  const type = headerOf(c, "content-type") ?? "";
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch (cause) {
    throw new AppError("invalid_input", "Send the file as multipart/form-data, with `file` and `purpose`.", {
      cause,
    });
  }
}

/** GET /files. Throws invalid_input, forbidden, not_found for `after`. */
export async function filePage(c: ApiContext, ctx: Context): Promise<Response> {
  const { items, hasMore } = await listFiles(ctx, FilesQuery.parse(c.req.query()));
  const data = items.map(fileOf);
  return sendJson(c, {
    object: "list",
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: hasMore,
  });
}

/** GET /files/{file_id}. Throws not_found, forbidden. */
export async function oneFile(c: ApiContext, ctx: Context, fileId: string): Promise<Response> {
  return sendJson(c, fileOf(await getFile(ctx, { fileId })));
}

/** GET /files/{file_id}/content: the bytes, to be kept and not shown. Throws not_found, forbidden. */
export async function fileContent(ctx: Context, fileId: string): Promise<Response> {
  const { name, bytes } = await getFileContent(ctx, { fileId });
  return new Response(new Uint8Array(bytes), {
    headers: {
      // Whatever it is: a browser must not show what somebody put here.
      "content-type": "application/octet-stream",
      "content-length": String(bytes.length),
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
  });
}

/** DELETE /files/{file_id}. Throws not_found, forbidden. */
export async function removeFile(c: ApiContext, ctx: Context, fileId: string): Promise<Response> {
  const { id } = await deleteFile(ctx, { fileId });
  return sendJson(c, { id, object: "file", deleted: true });
}

const seconds = (at: Date) => Math.floor(at.getTime() / 1_000);

function fileOf({ id, name, purpose, size, createdAt, expiresAt }: StoredFile): OpenAiFile {
  return {
    id,
    object: "file",
    bytes: size,
    created_at: seconds(createdAt),
    ...(expiresAt ? { expires_at: seconds(expiresAt) } : {}),
    filename: name,
    purpose,
    status: "processed",
  };
}
