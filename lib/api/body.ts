import { AppError, isAppError } from "#platform/errors";
import { parseJsonExactly } from "#platform/json";

export const maxBodyBytes = 25_000_000;
/** Deeper ones are nobody's data, and overflow the stack of what walks them later: redaction, storing, PostgreSQL. */
export const maxBodyDepth = 100;

/** A request's JSON body, read at most as far as it may be long. Throws too_large, invalid_input. */
export async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request);
  return text.trim() === "" ? undefined : parseJson(text);
}

/** More members than any body of ours needs; each is a string to keep and a place to look for personal data in. */
export const maxBodyKeys = 200_000;

/** Throws invalid_input for what is no JSON, has too many members, nested too deep, or holds a number that would lose digits. */
export function parseJson(text: string): unknown {
  const { depth, keys } = shapeOf(text);
  if (depth > maxBodyDepth)
    throw new AppError(
      "invalid_input",
      `The body is nested more than ${maxBodyDepth} deep; make it flatter.`,
    );
  if (keys > maxBodyKeys)
    throw new AppError(
      "invalid_input",
      `The body's objects have more than ${maxBodyKeys.toLocaleString("en-US")} members; send it in parts.`,
    );
  try {
    return parseJsonExactly(text);
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw new AppError("invalid_input", "The body is not valid JSON.", { cause });
  }
}

/** How deep lists and objects of a JSON text stand in each other, and how many members the objects have; what stands inside strings does not count. */
function shapeOf(text: string): { depth: number; keys: number } {
  let depth = 0;
  let deepest = 0;
  let keys = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === openBrace || code === openBracket) deepest = Math.max(deepest, (depth += 1));
    else if (code === closeBrace || code === closeBracket) depth -= 1;
    else if (code === colon) keys += 1;
  }
  return { depth: deepest, keys };
}

const [quote, colon, openBrace, closeBrace, openBracket, closeBracket] = [34, 58, 123, 125, 91, 93];

/** Where the string that opens at `start` closes: at the first quote with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

async function readText(request: Request): Promise<string> {
  const declared = request.headers.get("content-length");
  // node:http ends a body at its declared length, so this cannot become longer.
  if (declared !== null && Number(declared) <= maxBodyBytes) return request.text();
  return (await readBytes(request)).toString("utf8");
}

/** A request's body as it came, read at most as far as it may be long. Throws too_large. */
export async function readBytes(request: Request): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > maxBodyBytes) throw tooLarge();
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(): AppError {
  return new AppError(
    "too_large",
    `A request's body is at most ${maxBodyBytes / 1_000_000} MB; send it in parts.`,
  );
}
