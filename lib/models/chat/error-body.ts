import { recordOf, textOf } from "./loose.ts";

const mostBytes = 20_000;
const mostCharacters = 400;

/** By these clients tell errors apart. No policy judges an error, so nothing else of a provider's object is kept. */
const keptMembers = ["type", "code", "param"] as const;
const longestMember = 200;

/** What is kept of OpenAI's error object. */
export type ProviderError = Partial<Record<(typeof keptMembers)[number], string | number | null>>;

/** What a provider says of an error: its words, at most a few lines of them, and its error object where it sent OpenAI's. */
export type SaidError = { said: string; error: ProviderError | null };

/** The same out of an error's body, however the bytes were cut, without the connection's key. */
export async function errorOfBody(
  body: AsyncIterable<unknown> & { destroy(): unknown },
  apiKey: string | null,
): Promise<SaidError> {
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
  return errorIn(text, apiKey);
}

/** The same of a body that was read whole. */
export function errorIn(text: string, apiKey: string | null): SaidError {
  if (text.trimStart().startsWith("<")) return { said: "", error: null };
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { said: shortened(text.trim(), apiKey), error: null };
  }
  const error = errorObjectOf(body);
  // An error object without a message says nothing in words: quoting it whole would tell what is left out of it.
  const said = shortened(wordsOf(body) ?? (error ? "" : text), apiKey);
  return { said, error: withoutKeys(error && keptOf(error), apiKey) };
}

/** Without keys first, since a key that is cut is not known any more. By characters, not by UTF-16's halves: a cut emoji is no text. */
function shortened(words: string, apiKey: string | null): string {
  return [...redactKeys(words, apiKey)].slice(0, mostCharacters).join("");
}

/** The object in which OpenAI's protocol says type, code and param of an error; others put more into it, even the prompt. */
function errorObjectOf(value: unknown): Record<string, unknown> | null {
  const body = recordOf(Array.isArray(value) ? value[0] : value);
  return recordOf(body?.["error"]);
}

/** Short strings, numbers and null: a longer string is no name of an error. */
function keptOf(error: Record<string, unknown>): ProviderError {
  const kept: ProviderError = {};
  for (const name of keptMembers) {
    const value = error[name];
    const isShort = typeof value === "string" && value.length <= longestMember;
    if (isShort || typeof value === "number" || value === null) kept[name] = value;
  }
  return kept;
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
export function saidError(
  answer: Record<string, unknown>,
  apiKey: string | null,
): (SaidError & { status: number }) | null {
  const { error } = answer;
  const record = recordOf(error);
  const said = textOf(error) ?? textOf(record?.["message"]);
  if (said === null && (!record || Object.keys(record).length === 0 || answer["choices"])) return null;
  const code = Number(record?.["code"] ?? record?.["status"]);
  return {
    status: code >= 400 && code < 600 ? code : 500,
    said: shortened(said ?? "", apiKey),
    error: withoutKeys(record && keptOf(record), apiKey),
  };
}

/** An error object of a provider's without the key it may quote, string by string: JSON's `\n` would hide where a key begins. */
function withoutKeys(error: ProviderError | null, apiKey: string | null): ProviderError | null {
  if (error === null) return null;
  return Object.fromEntries(
    Object.entries(error).map(([name, value]) => [
      name,
      typeof value === "string" ? redactKeys(value, apiKey) : value,
    ]),
  );
}

/** Providers quote the key they refuse; it must reach neither a page nor a log. */
export function redactKeys(text: string, apiKey: string | null): string {
  const withoutOwn = apiKey ? text.replaceAll(apiKey, "[key]") : text;
  return withoutOwn.replace(/\b(sk|gsk|key|vl)[-_][\w*-]{6,}/g, "[key]");
}
