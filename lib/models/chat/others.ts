import type { AnswerMembers } from "./schema.ts";
import { recordOf } from "./loose.ts";

type Loose = Record<string, unknown>;

/** Members that an answer of ours has places for; every other one is kept as it came. */
const known = {
  answer: new Set([
    "id",
    "object",
    "created",
    "model",
    "choices",
    "error",
    "usage",
    "obfuscation",
    "announced",
    "alive",
  ]),
  choice: new Set(["index", "delta", "message", "finish_reason", "text", "usage"]),
  message: new Set([
    "role",
    "content",
    "tool_calls",
    "function_call",
    "refusal",
    "reasoning_content",
    "reasoning",
    "thinking",
    "usage",
  ]),
  usage: new Set(["prompt_tokens", "completion_tokens", "total_tokens"]),
  prompt_tokens_details: new Set(["cached_tokens", "cache_write_tokens", "audio_tokens"]),
  completion_tokens_details: new Set(["reasoning_tokens", "audio_tokens"]),
};
type Level = keyof typeof known;

/** Members of an answer that have no place of their own in ours, put together from its chunks. */
export class OthersBuilder {
  readonly #found: { answer?: Loose; choice?: Loose; message?: Loose } = {};

  add(answer: Loose, choice: Loose | null, message: Loose): void {
    this.#keep("answer", answer, replaced);
    const usage = recordOf(answer["usage"]);
    if (usage) this.#keepUsage(usage);
    if (choice) this.#keep("choice", choice, joined);
    this.#keep("message", message, joined);
  }

  /** Null where there are none, which is so of most servers. */
  get members(): AnswerMembers | null {
    return Object.keys(this.#found).length > 0 ? this.#found : null;
  }

  #keep(level: "answer" | "choice" | "message", from: Loose, put: typeof joined): void {
    for (const name in from) {
      const value = from[name];
      // Set as a member, it would hide its siblings from the policies.
      if (name === "__proto__") continue;
      if (known[level].has(name) || value === null || value === undefined) continue;
      const members = (this.#found[level] ??= {});
      members[name] = put(members[name], value);
    }
  }

  /** What a provider says of its usage beyond the figures we know, such as predicted tokens that were taken. */
  #keepUsage(usage: Loose): void {
    const others = beyond("usage", usage);
    for (const level of ["prompt_tokens_details", "completion_tokens_details"] as const) {
      const details = recordOf(usage[level]);
      const more = details && beyond(level, details);
      delete others[level];
      if (more && Object.keys(more).length > 0) others[level] = more;
    }
    if (Object.keys(others).length > 0) (this.#found.answer ??= {})["usage"] = others;
  }
}

function beyond(level: Level, from: Loose): Loose {
  return Object.fromEntries(
    Object.entries(from).filter(([name, value]) => !known[level].has(name) && value !== null),
  );
}

const replaced = (_: unknown, later: unknown) => later;

/**
 * Items of one place are pieces of one item, as routers stream thinking (`reasoning_details`): put together they are what
 * a client sends back, and a text that rules can read.
 */
function joinedLists(earlier: readonly unknown[], later: readonly unknown[]): unknown[] {
  const items = [...earlier];
  for (const piece of later) {
    const one = recordOf(piece);
    const at =
      one?.["index"] === undefined ? -1 : items.findIndex((item) => isSamePlace(recordOf(item), one));
    if (at === -1) items.push(piece);
    else items[at] = merged(recordOf(items[at]) ?? {}, one ?? {}, grown);
  }
  return items;
}

const isSamePlace = (item: Loose | null | undefined, piece: Loose) =>
  item?.["index"] === piece["index"] && item?.["type"] === piece["type"];

/** Texts that come in pieces; every other member of an item is said whole. */
const growing = new Set(["text", "summary", "thinking", "content", "data"]);
const grown: Put = (earlier, later, name) => (growing.has(name) ? joined(earlier, later) : later);

type Put = (earlier: unknown, later: unknown, name: string) => unknown;

/** Members of both, those of the later put to those of the earlier; null says nothing. */
function merged(earlier: Loose, later: Loose, put: Put): Loose {
  // Entries make every name an own member, `__proto__` too.
  const members = new Map(Object.entries(earlier));
  for (const [name, value] of Object.entries(later))
    if (value !== null) members.set(name, put(members.get(name), value, name));
  return Object.fromEntries(members);
}

/** Pieces of a member put together: texts and lists grow, of all else, and of names by which pieces know each other, the later wins. */
function joined(earlier: unknown, later: unknown): unknown {
  if (typeof earlier === "string" && typeof later === "string") return earlier + later;
  if (Array.isArray(earlier) && Array.isArray(later)) return joinedLists(earlier, later);
  const [one, other] = [recordOf(earlier), recordOf(later)];
  if (!one || !other) return later;
  return merged(one, other, (before, value, name) =>
    name === "id" || name === "type" ? value : joined(before, value),
  );
}
