import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { sha256 } from "#platform/crypto";
import type { ApiContext } from "./context.ts";
import { headerOf, sendJsonText } from "./node.ts";

/** Shorter answers fit one packet as they are. */
const leastCharacters = 1_400;
const zip = promisify(gzip);

/** Answers a read with JSON, compressed where the caller takes that. */
export async function sendRead(
  c: ApiContext,
  text: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const isZipped = text.length >= leastCharacters && /\bgzip\b/.test(headerOf(c, "accept-encoding") ?? "");
  if (!isZipped) return sendJsonText(c, text, 200, headers);
  const vary = [headers["vary"], "accept-encoding"].filter(Boolean).join(", ");
  return sendJsonText(c, await zip(text), 200, { ...headers, "content-encoding": "gzip", vary });
}

/** The same for what never changes, or says by its tag that it did: a caller that has it gets 304. */
export async function sendStable(c: ApiContext, text: string): Promise<Response> {
  const headers = {
    etag: `W/"${sha256(text).slice(0, 32)}"`,
    "cache-control": "private, no-cache",
    vary: "authorization",
  };
  const known = headerOf(c, "if-none-match")
    ?.split(",")
    .some((tag) => [headers.etag, headers.etag.slice(2), "*"].includes(tag.trim()));
  return known ? new Response(null, { status: 304, headers }) : sendRead(c, text, headers);
}
