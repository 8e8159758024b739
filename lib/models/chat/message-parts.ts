import type { ChatMessage } from "./schema.ts";
import { listOf, recordOf, textOf } from "./loose.ts";

/** A picture, a file or sound that came with a message: its bytes in base64, or where they are. */
export type MediaPart = {
  /** The part's type in OpenAI's form. */
  type: "image_url" | "file" | "input_audio";
  /** The media type; null where nothing says it. */
  mediaType: string | null;
  source: { data: string } | { url: string };
  name: string | null;
};
export type SentPart = ({ type: "text"; text: string } | MediaPart) & {
  /** What a caller asks of Anthropic's prompt cache (https://docs.claude.com/en/docs/build-with-claude/prompt-caching). */
  cacheControl?: Record<string, unknown>;
};

const audioTypes: Record<string, string> = { wav: "audio/wav", mp3: "audio/mpeg" };
const endings: Record<string, string> = {
  pdf: "application/pdf",
  txt: "text/plain",
  md: "text/plain",
  csv: "text/csv",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
};

/**
 * What a message holds in the order it was sent, where it came as parts in the form of OpenAI's chat completions
 * (https://platform.openai.com/docs/api-reference/chat/create, content parts of a user's message): text, `image_url`,
 * `file` with `file_data`, `input_audio`. Empty where it came as one text; a part that says nothing readable is left out.
 */
export function sentParts({ asSent }: ChatMessage): SentPart[] {
  return listOf(asSent?.["content"]).flatMap((sent) => {
    const part = recordOf(sent);
    const cacheControl = recordOf(part?.["cache_control"]);
    return partsOf(part).map((one) => (cacheControl ? { ...one, cacheControl } : one));
  });
}

function partsOf(part: Record<string, unknown> | null): SentPart[] {
  switch (part?.["type"]) {
    case "text":
      return [{ type: "text", text: textOf(part["text"]) ?? "" }];
    case "image_url":
      return mediaOf("image_url", textOf(recordOf(part["image_url"])?.["url"]), null, "image/png");
    case "input_audio": {
      const audio = recordOf(part["input_audio"]);
      const mediaType = audioTypes[textOf(audio?.["format"]) ?? ""] ?? null;
      const data = textOf(audio?.["data"]);
      return data ? [{ type: "input_audio", mediaType, source: { data }, name: null }] : [];
    }
    case "file": {
      const file = recordOf(part["file"]);
      const name = textOf(file?.["filename"]);
      return mediaOf("file", textOf(file?.["file_data"]), name, "application/pdf");
    }
    default:
      return [];
  }
}

function mediaOf(
  type: MediaPart["type"],
  where: string | null,
  name: string | null,
  otherwise: string,
): MediaPart[] {
  if (where === null) return [];
  const inline = /^data:([\w.+-]+\/[\w.+-]+)?(?:;[\w.+-]+=[^;,]*)*;base64,/.exec(where);
  if (inline) {
    const data = where.slice(inline[0].length);
    return [{ type, mediaType: inline[1]?.toLowerCase() ?? otherwise, source: { data }, name }];
  }
  const named = endings[(name ?? where).split(/[?#]/)[0]?.split(".").at(-1)?.toLowerCase() ?? ""];
  if (/^https?:/i.test(where)) return [{ type, mediaType: named ?? null, source: { url: where }, name }];
  return [{ type, mediaType: named ?? otherwise, source: { data: where }, name }];
}
