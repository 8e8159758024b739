import type { AIMessageChunk } from "@langchain/core/messages";
import { listOf, recordOf, textOf } from "./loose.ts";
import type { AnswerFile, AnswerSource } from "./sources-and-files.ts";

/**
 * What a chunk of a provider's LangChain package brings beside text: citations of Anthropic's text blocks, pages that
 * Gemini searched, and the pictures and sounds it made.
 */
export function sourcesAndFilesOf(chunk: AIMessageChunk): { sources: AnswerSource[]; files: AnswerFile[] } {
  const blocks = typeof chunk.content === "string" ? [] : chunk.content.map(recordOf);
  const cited = blocks.flatMap((block) => listOf(block?.["citations"]).map(citedBy));
  const grounding = recordOf(chunk.response_metadata["groundingMetadata"]);
  const searched = listOf(grounding?.["groundingChunks"]).map((one) => {
    const web = recordOf(recordOf(one)?.["web"]);
    return urlSource(textOf(web?.["uri"]), textOf(web?.["title"]));
  });
  return {
    sources: [...cited, ...searched].filter((source) => source !== null),
    files: blocks.map(fileIn).filter((file) => file !== null),
  };
}

/** https://docs.claude.com/en/docs/build-with-claude/citations: a page of a search has an address, a document a title. */
function citedBy(citation: unknown): AnswerSource | null {
  const { url, title, document_title: documentTitle } = recordOf(citation) ?? {};
  const page = urlSource(textOf(url), textOf(title));
  if (page) return page;
  const name = textOf(documentTitle);
  return name === null ? null : { kind: "document", title: name, mediaType: "text/plain", fileName: null };
}

function urlSource(url: string | null, title: string | null): AnswerSource | null {
  return url === null ? null : { kind: "url", url, title };
}

/** https://ai.google.dev/api/caching#Blob, or the address of a file that Google keeps. */
function fileIn(block: Record<string, unknown> | null): AnswerFile | null {
  const inline = recordOf(block?.["inlineData"]);
  const kept = recordOf(block?.["fileData"]);
  const mediaType = textOf(inline?.["mimeType"] ?? kept?.["mimeType"]) ?? "application/octet-stream";
  const data = textOf(inline?.["data"]);
  const url = data === null ? textOf(kept?.["fileUri"]) : `data:${mediaType};base64,${data}`;
  return url === null ? null : { mediaType, url, fileName: null };
}
