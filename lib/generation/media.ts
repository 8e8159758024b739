import { createHash } from "node:crypto";
import { encodedText } from "#lib/guardrails";

/** Base64 of any length that is worth a look runs on; prose and JSON of this length have spaces. */
const longestWord = 2_000;

/** A data address of base64; one that holds text, or words in place of base64, could carry personal data past a policy. */
const mediaAddress = /^data:(?!text\/)[\w.+-]+\/[\w.+-]+(;[\w.+=-]+)*;base64,[A-Za-z0-9+/_=-]*$/i;

/**
 * True for a string that is a picture, a file or a sound and no text: a data address, or a very long run of base64. A file
 * of text, whatever kind it says it is, is a text: policies judge what it says.
 */
export function isMedia(text: string): boolean {
  const mayBe = mediaAddress.test(text) || (text.length > longestWord && isBase64(text));
  return mayBe && encodedText(text) === null;
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/_=-]+$/.test(text);
}

/**
 * A value as it may be kept: of pictures and other media stands there what they were (kind, bytes, a hash that tells
 * equal ones), never the thing itself. What a picture shows no policy can redact, so it is not stored.
 */
export function withoutMedia(value: unknown): unknown {
  if (typeof value === "string") return isMedia(value) ? described(value) : value;
  if (Array.isArray(value)) return value.map(withoutMedia);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutMedia(inner)]));
}

function described(text: string): string {
  const kind = /^data:([\w.+-]+\/[\w.+-]+)/.exec(text)?.[1] ?? "base64";
  const payload = text.slice(text.indexOf(",") + 1);
  const bytes = Buffer.from(payload, "base64");
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  return `[${kind}, ${bytes.length} bytes, sha256 ${hash}; not stored]`;
}

/** Of an item of a Responses call what its message does not say: its pictures and files, or an item that is no message. */
export function keptItem(item: unknown): unknown {
  if (typeof item !== "object" || item === null) return null;
  const { type = "message", content, output } = item as Record<"type" | "content" | "output", unknown>;
  if (type === "function_call") return null;
  const isOutput = type === "function_call_output" || type === "custom_tool_call_output";
  if (type !== "message" && !isOutput) return withoutMedia(item);
  const said = isOutput ? output : content;
  if (!Array.isArray(said)) return null;
  const parts = said.filter(
    (part: unknown) => !(typeof part === "object" && part !== null && "text" in part),
  );
  return parts.length > 0 ? withoutMedia({ [isOutput ? "output" : "content"]: parts }) : null;
}
