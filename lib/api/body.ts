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

/** Throws invalid_input for what is no JSON, nested too deep, or holds a number that would lose digits. */
export function parseJson(text: string): unknown {
  if (depthOf(text) > maxBodyDepth)
    throw new AppError(
      "invalid_input",
      `The body is nested more than ${maxBodyDepth} deep; make it flatter.`,
    );
  try {
    return parseJsonExactly(text);
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    throw new AppError("invalid_input", "The body is not valid JSON.", { cause });
  }
}

/** How deep lists and objects of a JSON text stand in each other; brackets inside strings do not count. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === openBrace || code === openBracket) deepest = Math.max(deepest, (depth += 1));
    else if (code === closeBrace || code === closeBracket) depth -= 1;
  }
  return deepest;
}

const [quote, openBrace, closeBrace, openBracket, closeBracket] = [34, 123, 125, 91, 93];

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
  if (declared !== null) {
    if (Number(declared) > maxBodyBytes) throw tooLarge();
    // node:http ends a body at its declared length, so this cannot become longer.
    return request.text();
  }
  if (!request.body) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function tooLarge(): AppError {
  return new AppError(
    "too_large",
    `A request's body is at most ${maxBodyBytes / 1_000_000} MB; send it in parts.`,
  );
}
