import { recordOf, textOf } from "./loose.ts";

const mostBytes = 20_000;
const mostCharacters = 400;

/** The provider's own words out of an error's body, at most a few lines of it, however the bytes were cut. */
export async function errorText(body: AsyncIterable<unknown> & { destroy(): unknown }): Promise<string> {
  const decoder = new TextDecoder("utf-8");
  let text = "";
  try {
    for await (const bytes of body) {
      text += decoder.decode(bytes as Uint8Array, { stream: true });
      if (text.length > mostBytes) break;
    }
    text += decoder.decode();
  } catch {
    // The status already says what went wrong; the rest of a broken error body would add nothing.
  }
  body.destroy();
  return messageIn(text);
}

/** The same of a body that was read whole. */
export function messageIn(text: string): string {
  // By characters, not by UTF-16's halves: a cut emoji is no text.
  return [...messageOf(text)].slice(0, mostCharacters).join("");
}

function messageOf(text: string): string {
  if (text.trimStart().startsWith("<")) return "";
  try {
    return wordsOf(JSON.parse(text)) ?? text;
  } catch {
    return text.trim();
  }
}

/** The message of an error body: OpenAI's, Google's list of one, FastAPI's `detail`, or a bare `message`. */
function wordsOf(value: unknown): string | null {
  const body = recordOf(Array.isArray(value) ? value[0] : value);
  if (!body) return null;
  const error = body["error"];
  const said = [error, recordOf(error)?.["message"], body["message"], body["detail"]];
  return said.find((words) => typeof words === "string") ?? null;
}

/** An error that came in place of an answer, or in the midst of a stream; null where there is none. */
export function saidError(answer: Record<string, unknown>): { status: number; said: string } | null {
  const { error } = answer;
  const record = recordOf(error);
  const said = textOf(error) ?? textOf(record?.["message"]);
  if (said === null && (!record || Object.keys(record).length === 0 || answer["choices"])) return null;
  const code = Number(record?.["code"] ?? record?.["status"]);
  return { status: code >= 400 && code < 600 ? code : 500, said: said ?? "" };
}

/** Providers quote the key they refuse; it must reach neither a page nor a log. */
export function redactKeys(text: string, apiKey: string | null): string {
  const withoutOwn = apiKey ? text.replaceAll(apiKey, "[key]") : text;
  return withoutOwn.replace(/\b(sk|gsk|key|vl)[-_][\w*-]{6,}/g, "[key]");
}
