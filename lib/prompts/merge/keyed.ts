import { stableJson } from "../diff/stable.ts";

/** One of a content's things by its name, on each of the three sides; undefined where it is not there. */
export type Three<Value> = { base: Value; ours: Value; theirs: Value };
export type Settled = "same" | "ours" | "theirs" | "both" | "conflict";

/** Who changed a value: equal values are equal by what they say, whatever the order of their keys. */
export function settle({ base, ours, theirs }: Three<unknown>): Settled {
  const [was, mine, other] = [base, ours, theirs].map((value) => stableJson(value ?? null));
  if (mine === other) return mine === was ? "same" : "both";
  if (was === other) return "ours";
  return was === mine ? "theirs" : "conflict";
}

/** Every name of the three lists, once: base's first. */
export function allKeys({ base, ours, theirs }: Three<readonly string[]>): string[] {
  return [...new Set([...base, ...ours, ...theirs])];
}

/**
 * The order of what stays after a merge (`names`), or null where both sides chose different ones. Who moved nothing
 * follows the one who did; what one of them put in stands behind what it stood behind there.
 */
export function mergeOrder(lists: Three<readonly string[]>, names: readonly string[]): string[] | null {
  const common = names.filter((name) => Object.values(lists).every((list) => list.includes(name)));
  const among = (list: readonly string[]) => list.filter((name) => common.includes(name));
  const kind = settle({ base: among(lists.base), ours: among(lists.ours), theirs: among(lists.theirs) });
  if (kind === "conflict") return null;
  const frame = among(kind === "theirs" ? lists.theirs : lists.ours);
  // What one side has put in, by the last common one before it there; "" is the beginning.
  const gaps = (list: readonly string[]) => {
    const found = new Map<string, string[]>();
    let after = "";
    for (const name of list) {
      if (common.includes(name)) after = name;
      else if (names.includes(name)) found.set(after, [...(found.get(after) ?? []), name]);
    }
    return found;
  };
  const [mine, other] = [gaps(lists.ours), gaps(lists.theirs)];
  const result: string[] = [];
  for (const name of ["", ...frame]) {
    if (name !== "") result.push(name);
    const [own, foreign] = [mine.get(name) ?? [], other.get(name) ?? []];
    const isOne = own.length === 0 || foreign.length === 0 || stableJson(own) === stableJson(foreign);
    if (!isOne) return null;
    result.push(...(own.length > 0 ? own : foreign));
  }
  // Kept by one side against the other's taking out, by a person's decision: it has no place of its own any more.
  return new Set(result).size === result.length
    ? [...result, ...names.filter((name) => !result.includes(name))]
    : null;
}
