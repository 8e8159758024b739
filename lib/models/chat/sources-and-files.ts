import type { AnswerMembers } from "./schema.ts";
import { listOf, recordOf, textOf } from "./loose.ts";

/** Where an answer has something from: a page of the web, or a document that the provider holds. */
export type AnswerSource =
  | { kind: "url"; url: string; title: string | null }
  | { kind: "document"; title: string; mediaType: string; fileName: string | null };

/** A picture, a sound or another file that a model made; `url` is a data address, or where the provider keeps it. */
export type AnswerFile = { mediaType: string; url: string; fileName: string | null };

type Loose = Record<string, unknown>;

/**
 * Sources and files as members of an answer, in the form that OpenAI and routers give them: citations as
 * `annotations` of the message, pictures as its `images`, every other file as its `files`. Null where there are none.
 */
export function membersOf(
  sources: readonly AnswerSource[],
  files: readonly AnswerFile[],
): AnswerMembers | null {
  if (sources.length === 0 && files.length === 0) return null;
  const [images, others] = [files.filter(isImage), files.filter((file) => !isImage(file))];
  const message = {
    ...(sources.length > 0 ? { annotations: sources.map(annotationOf) } : {}),
    ...(images.length > 0 ? { images: images.map(imageOf) } : {}),
    ...(others.length > 0 ? { files: others.map(fileOf) } : {}),
  };
  return { message };
}

/**
 * The sources that an answer names, each once, wherever a provider puts them: `url_citation` (OpenAI, OpenRouter),
 * `search_results` (Perplexity) and `citations` (Perplexity, xAI). Addresses that are no page of the web are left out:
 * a person is to follow them.
 */
export function sourcesOf(members: AnswerMembers | null): AnswerSource[] {
  const { answer, message } = members ?? {};
  const found = [
    ...listOf(message?.["annotations"]).map(citedBy),
    ...listOf(answer?.["search_results"]).map(pageOf),
    ...listOf(answer?.["citations"]).map(pageOf),
  ].filter((source) => source !== null);
  const byKey = new Map<string, AnswerSource>();
  for (const source of found) {
    const key = source.kind === "url" ? source.url : `${source.fileName ?? ""}\n${source.title}`;
    if (!byKey.has(key)) byKey.set(key, source);
  }
  return [...byKey.values()];
}

/** The files that an answer brings: `images` as routers give them, and `files`. */
export function filesOf(members: AnswerMembers | null): AnswerFile[] {
  const { message } = members ?? {};
  const images = listOf(message?.["images"]).map((image) => {
    const address = recordOf(image)?.["image_url"];
    const url = textOf(address) ?? textOf(recordOf(address)?.["url"]);
    return url === null ? null : fileAt(url, null, "image/*");
  });
  const files = listOf(message?.["files"]).map((file) => {
    const { file_data: data, file_url: address, filename } = recordOf(recordOf(file)?.["file"]) ?? {};
    const url = textOf(data) ?? textOf(address);
    return url === null ? null : fileAt(url, textOf(filename), "application/octet-stream");
  });
  return [...images, ...files].filter((file) => file !== null);
}

function annotationOf(source: AnswerSource): Loose {
  if (source.kind === "url") {
    const { url, title } = source;
    return { type: "url_citation", url_citation: { url, ...(title === null ? {} : { title }) } };
  }
  const { title, mediaType, fileName } = source;
  const named = fileName === null ? {} : { filename: fileName };
  return { type: "file_citation", file_citation: { title, media_type: mediaType, ...named } };
}

const imageOf = ({ url }: AnswerFile): Loose => ({ type: "image_url", image_url: { url } });

const fileOf = ({ url, mediaType, fileName }: AnswerFile): Loose => ({
  type: "file",
  file: {
    ...(fileName === null ? {} : { filename: fileName }),
    media_type: mediaType,
    ...(url.startsWith("data:") ? { file_data: url } : { file_url: url }),
  },
});

const isImage = ({ mediaType }: AnswerFile) => mediaType.startsWith("image/");

/** A citation stands in a member of its type's name, or flat as at OpenAI's responses. */
function citedBy(annotation: unknown): AnswerSource | null {
  const given = recordOf(annotation);
  const type = textOf(given?.["type"]);
  if (!given || !type) return null;
  const cited = recordOf(given[type]) ?? given;
  if (type === "url_citation") return pageOf(cited);
  if (type !== "file_citation") return null;
  const fileName = textOf(cited["filename"]);
  const title = textOf(cited["title"]) ?? fileName;
  const mediaType = textOf(cited["media_type"]) ?? "application/octet-stream";
  return title ? { kind: "document", title, mediaType, fileName } : null;
}

function pageOf(page: unknown): AnswerSource | null {
  const url = textOf(page) ?? textOf(recordOf(page)?.["url"]);
  if (url === null || !isOfWeb(url)) return null;
  return { kind: "url", url, title: textOf(recordOf(page)?.["title"]) || null };
}

/** What a browser must never be sent to: `javascript:` and all else that is neither the web nor the file itself. */
const isOfWeb = (url: string) => URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);

/** A data address says itself what it is. */
function fileAt(url: string, fileName: string | null, otherwise: string): AnswerFile | null {
  const said = /^data:([\w.+-]+\/[\w.+-]+)[;,]/i.exec(url)?.[1]?.toLowerCase();
  if (said) return { mediaType: said, url, fileName };
  return isOfWeb(url) ? { mediaType: otherwise, url, fileName } : null;
}
