import { isUtf8 } from "node:buffer";

const address = /^data:[\w.+-]+\/[\w.+-]+(?:;[\w.+=-]+)*;base64,/i;
/** Members in which protocols send a file as base64 and nothing else. */
const fileKeys = new Set(["file_data", "data"]);
/** Base64 of any length that is worth a look runs on; prose and JSON of this length have spaces. */
const longestWord = 2_000;
const base64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** What no text holds: pictures, sounds and packed files begin with it within their first bytes. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const control = /[\u0000-\u0008\u000b\u000e-\u001f]/;
/** A look at so many characters tells most media from text; a multiple of four. */
const firstLook = 4_096;

/** A text that was sent as base64, and what it was sent in. */
export type EncodedText = { prefix: string; text: string };

/**
 * The text that a string holds as base64: a JSON, CSV or Markdown file, whatever it calls itself. Null for what is no
 * base64 and for what is no text, such as a picture.
 */
export function encodedText(value: string, key = ""): EncodedText | null {
  const prefix = address.exec(value)?.[0] ?? "";
  if (prefix === "" && !fileKeys.has(key) && value.length <= longestWord) return null;
  const payload = value.slice(prefix.length);
  if (!base64.test(payload)) return null;
  // A character that the look cuts in two is not held against it.
  const look = Buffer.from(payload.slice(0, firstLook), "base64");
  if (control.test(look.toString("latin1"))) return null;
  const bytes = Buffer.from(payload, "base64");
  // The four letters that a sound begins with are no text yet.
  if (bytes.length < 8 && /^data:(image|audio|video)\//i.test(prefix)) return null;
  if (bytes.length === 0 || !isUtf8(bytes)) return null;
  const text = bytes.toString("utf8");
  return control.test(text) ? null : { prefix, text };
}

/** A text back in the form it was sent in. */
export function encodedAgain({ prefix }: EncodedText, text: string): string {
  return prefix + Buffer.from(text, "utf8").toString("base64");
}
