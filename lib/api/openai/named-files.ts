import { getFileContent, type FileContent } from "#lib/files";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import { isId } from "#platform/is-id";
import { filePrefix } from "#constants/files";
import { maxBodyBytes } from "../body.ts";

type Part = Record<string, unknown>;

/**
 * Messages of chat completions with the files that their parts name by our ids in place of the ids: a picture as an
 * `image_url`, any other as `file_data`. Ids of a provider's own go on as they are. Throws not_found for a file that is
 * not there, forbidden.
 */
export function withFilesOfChat<Message>(ctx: Context, messages: readonly Message[]): Promise<Message[]> {
  return replaceParts(ctx, messages, {
    idOf: ({ type, file }) => (type === "file" ? idIn(file) : null),
    partOf: ({ name, mediaType, bytes }) => {
      const url = dataUrl(mediaType, bytes);
      return mediaType.startsWith("image/")
        ? { type: "image_url", image_url: { url } }
        : { type: "file", file: { filename: name, file_data: url } };
    },
  });
}

/** The same for items of a Responses call, whose parts are `input_image` and `input_file`. */
export function withFilesOfItems<Item>(ctx: Context, items: readonly Item[]): Promise<Item[]> {
  return replaceParts(ctx, items, {
    idOf: (part) => (part["type"] === "input_image" || part["type"] === "input_file" ? idIn(part) : null),
    partOf: ({ name, mediaType, bytes }, { detail }) => {
      const url = dataUrl(mediaType, bytes);
      return mediaType.startsWith("image/")
        ? { type: "input_image", image_url: url, ...(detail === undefined ? {} : { detail }) }
        : { type: "input_file", filename: name, file_data: url };
    },
  });
}

type Form = {
  /** Our id of the file that a part names; null where it names none. */
  idOf(part: Part): string | null;
  partOf(file: FileContent, part: Part): Part;
};

async function replaceParts<Message>(
  ctx: Context,
  messages: readonly Message[],
  form: Form,
): Promise<Message[]> {
  const named = messages.flatMap((message) =>
    partsOf(message).flatMap((part) => (isPart(part) && form.idOf(part)) || []),
  );
  if (named.length === 0) return [...messages];
  const files = new Map<string, FileContent>();
  let bytes = 0;
  for (const fileId of named) {
    const file = files.get(fileId) ?? (await getFileContent(ctx, { fileId }));
    files.set(fileId, file);
    bytes += file.bytes.length;
    // A name is short: without a bound a small body would become any number of megabytes.
    if (bytes > maxBodyBytes)
      throw new AppError(
        "too_large",
        `The files that a call names are together at most ${maxBodyBytes / 1_000_000} MB, each counted as often as it is named.`,
      );
  }
  const replaced = (part: unknown): unknown => {
    if (!isPart(part)) return part;
    const id = form.idOf(part);
    const file = id === null ? undefined : files.get(id);
    return file ? form.partOf(file, part) : part;
  };
  return messages.map((message) => {
    const parts = partsOf(message);
    return parts.length === 0 ? message : { ...message, content: parts.map(replaced) };
  });
}

function partsOf(message: unknown): unknown[] {
  const content =
    typeof message === "object" && message !== null && "content" in message ? message.content : null;
  return Array.isArray(content) ? content : [];
}

// Items of a Responses call may hold anything.
const isPart = (part: unknown): part is Part => typeof part === "object" && part !== null;

function idIn(named: unknown): string | null {
  const id = typeof named === "object" && named !== null && "file_id" in named ? named.file_id : null;
  return typeof id === "string" && id.startsWith(filePrefix) && isId(id.slice(filePrefix.length)) ? id : null;
}

const dataUrl = (mediaType: string, bytes: Uint8Array) =>
  `data:${mediaType};base64,${Buffer.from(bytes).toString("base64")}`;
