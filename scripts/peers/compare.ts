type Json = Record<string, unknown>;

/** Members that are ours to set, or that differ from call to call. */
const ownMembers = new Set([
  "id",
  "created",
  "valueloop",
  "request_id",
  "timestamp",
  "response_ms",
  "service_tier_requested",
  "created_at",
  "_hidden_params",
]);

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Paths at which what came through us differs from what came directly; empty where a client was told the same. */
export function differences(direct: unknown, through: unknown, prefix: string): string[] {
  return [...new Set(differ(normal(direct, prefix), normal(through, prefix), ""))];
}

function differ(one: unknown, other: unknown, path: string): string[] {
  if (Object.is(one, other)) return [];
  if (Array.isArray(one) && Array.isArray(other)) {
    if (one.length !== other.length) return [`${path} (${one.length} became ${other.length})`];
    return one.flatMap((value, at) => differ(value, other[at], `${path}[${at}]`));
  }
  if (isRecord(one) && isRecord(other))
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) =>
      differ(one[key], other[key], path ? `${path}.${key}` : key),
    );
  // A member that is null says what one that is absent says.
  if ((one ?? null) === null && (other ?? null) === null) return [];
  return [`${path}: ${short(one)} became ${short(other)}`];
}

const short = (value: unknown) => {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
};

/** Without what is ours, with the chunks of a stream put together: where they are cut is nobody's promise. */
function normal(value: unknown, prefix: string): unknown {
  if (typeof value === "string") return value.replaceAll(prefix, "");
  if (Array.isArray(value)) return value.map((inner) => normal(inner, prefix));
  if (!isRecord(value)) return value;
  const whole = Array.isArray(value["chunks"]) ? merged(value["chunks"] as Json[]) : value;
  return Object.fromEntries(
    Object.entries(whole)
      .filter(([key, inner]) => !ownMembers.has(key) || (key === "id" && String(inner).startsWith("c")))
      .filter(([key, inner]) => !(key === "id" && /^(chat)?cmpl/.test(String(inner))))
      // The words of an error are ours: they name the connection and say what to do.
      .filter(([key, inner]) => !(key === "message" && typeof inner === "string"))
      .map(([key, inner]) => [key, normal(inner, prefix)]),
  );
}

/** A choice as its chunks make it: `text` holds the members of its message, `calls` its calls. */
type Choice = { index: number; text: Json; calls: Json[]; pieces: number } & Json;

function merged(chunks: Json[]): Json {
  const choices: Choice[] = [];
  const top: Json = {};
  for (const { choices: parts, ...members } of chunks) {
    for (const [key, value] of Object.entries(members)) if (value !== null) top[key] = value;
    for (const part of (parts ?? []) as Json[]) {
      const index = Number(part["index"] ?? 0);
      const choice = (choices[index] ??= { index, text: {}, calls: [], pieces: 0 });
      addTo(choice, part);
    }
  }
  const pieces = choices.reduce((sum, choice) => sum + choice.pieces, 0);
  return {
    ...top,
    choices: choices.map((choice) => ({ ...choice, pieces: null })),
    ...(pieces > 0 ? { streamedCalls: pieces > 2 ? "in pieces" : "at once" } : {}),
  };
}

function addTo(choice: Choice, { finish_reason, logprobs, delta, text }: Json): void {
  if (typeof text === "string") choice.text["text"] = join(choice.text["text"], text);
  if (finish_reason) choice["finish_reason"] = finish_reason;
  if (logprobs) choice["logprobs"] = join(choice["logprobs"], logprobs);
  for (const [key, value] of Object.entries(isRecord(delta) ? delta : {})) {
    if (key === "tool_calls") addCalls(choice, (value ?? []) as Json[]);
    else if (value !== null && value !== "")
      choice.text[key] = key === "role" ? value : join(choice.text[key], value);
  }
}

function addCalls(choice: Choice, pieces: Json[]): void {
  for (const [position, { index, ...piece }] of pieces.entries()) {
    const at = Number(index ?? position);
    choice.calls[at] = join(choice.calls[at], piece) as Json;
    choice.pieces += 1;
  }
}

/** Pieces put together: texts and lists grow, of all else the later wins; a call's id and type come once. */
function join(earlier: unknown, later: unknown): unknown {
  if (earlier === undefined || earlier === null) return later;
  if (later === undefined || later === null) return earlier;
  if (typeof earlier === "string" && typeof later === "string") return earlier + later;
  if (Array.isArray(earlier) && Array.isArray(later)) return [...earlier, ...later];
  if (isRecord(earlier) && isRecord(later)) {
    const keys = new Set([...Object.keys(earlier), ...Object.keys(later)]);
    return Object.fromEntries(
      [...keys].map((key) => [
        key,
        key === "id" || key === "type" ? (later[key] ?? earlier[key]) : join(earlier[key], later[key]),
      ]),
    );
  }
  return later;
}
