import { chosenText, type MergePiece, mergeTexts } from "#text";
import { alignMessageIds } from "../content/message-ids.ts";
import type { PromptContent, PromptMessage } from "../content/schema.ts";
import { allKeys, mergeOrder, settle, type Settled, type Three } from "./keyed.ts";

/**
 * One thing of a prompt that somebody changed. `merged`: both changed a text, in different lines or words. Values are as
 * the content holds them, null where the thing is not there.
 */
export type MergePlace = Three<unknown> & {
  /** `text`, `message <id>`, `order of messages`, `variable <name>`, `setting <name>`, `tool <name>`, `response schema`, `include <reference>`. */
  place: string;
  kind: Exclude<Settled, "same"> | "merged";
  /** What stands in the result; undefined while it is a conflict. */
  result?: unknown;
  /** The text piece by piece, where both changed it. */
  pieces?: MergePiece[];
};
/** What a person decided about a place: one of the three, or a value of their own in the place's form. */
export type MergeResolution = { take: "ours" | "theirs" | "base" } | { value: unknown };
export type ContentMerge = {
  /** Everything that is not as it was in the base. */
  places: MergePlace[];
  conflicts: MergePlace[];
  /** The merged content, of the form PromptContent has; null while there is a conflict. */
  content: unknown;
};

/**
 * Merges two contents of one prompt that came from a third: its messages by their ids, texts by lines and words, all
 * else by name. Nothing depends on which side is called ours, and no change is dropped: it is in the result, or in a
 * conflict that shows all three.
 */
export function mergeContents(
  sides: Three<PromptContent>,
  resolutions: Readonly<Record<string, MergeResolution>> = {},
): ContentMerge {
  const { base } = sides;
  const merge = new Merge(resolutions);
  const of = <Part>(part: (content: PromptContent) => Part): Three<Part> => ({
    base: part(base),
    ours: part(alignMessageIds(base, sides.ours)),
    theirs: part(alignMessageIds(base, sides.theirs)),
  });
  const said =
    base.kind === "text"
      ? {
          text: merge.place(
            "text",
            of((content) => (content.kind === "text" ? content.text : null)),
          ),
        }
      : { messages: merge.list("message", of(messagesOf), "order of messages") };
  const content = {
    kind: base.kind,
    ...said,
    variables: merge.list(
      "variable",
      of((each) => named(each.variables)),
      null,
    ),
    settings: merge.fields("setting", of(settingsOf)),
    ...optional("tools", merge.tools(of(({ tools }) => tools ?? null))),
    ...optional(
      "responseSchema",
      merge.place(
        "response schema",
        of((each) => each.responseSchema ?? null),
      ),
    ),
  };
  const conflicts = merge.places.filter(isOpen);
  return { places: merge.places, conflicts, content: conflicts.length > 0 ? null : content };
}

/** A conflict that nobody has decided. */
export const isOpen = ({ kind, result }: MergePlace): boolean => kind === "conflict" && result === undefined;

type Named = ReadonlyMap<string, unknown>;

const named = (list: readonly { name: string }[]): Named => new Map(list.map((each) => [each.name, each]));
const messagesOf = (content: PromptContent): Named =>
  new Map(
    content.kind === "chat" ? content.messages.map((each, at) => [each.id ?? `place ${at}`, each]) : [],
  );
const settingsOf = ({ settings }: PromptContent): Named => new Map(Object.entries(settings));
const optional = (name: string, value: unknown) =>
  value === null || value === undefined ? {} : { [name]: value };

class Merge {
  readonly places: MergePlace[] = [];
  readonly #resolutions: Readonly<Record<string, MergeResolution>>;

  constructor(resolutions: Readonly<Record<string, MergeResolution>>) {
    this.#resolutions = resolutions;
  }

  /** Settles one thing and notes it where somebody changed it. Undefined while it is a conflict. */
  place(place: string, sides: Three<unknown>): unknown {
    const kind = settle(sides);
    if (kind === "same") return sides.base;
    if (kind !== "conflict")
      return this.#note({ place, kind, ...sides, result: kind === "theirs" ? sides.theirs : sides.ours });
    const texts = mergedTexts(sides);
    const found = { place, ...sides, ...(texts ? { pieces: texts.pieces } : {}) };
    if (texts && texts.result !== undefined)
      return this.#note({ ...found, kind: "merged", result: texts.result });
    return this.#note({ ...found, kind: "conflict", result: this.#decided(place, sides) });
  }

  /** Settles things that have a name and no order. */
  fields(what: string, sides: Three<Named>): Record<string, unknown> {
    const names = allKeys(mapThree(sides, (side) => [...side.keys()]));
    const values = names.map((name): [string, unknown] => [
      name,
      this.place(
        `${what} ${name}`,
        mapThree(sides, (side) => side.get(name) ?? null),
      ),
    ]);
    return Object.fromEntries(values.filter(([, value]) => value !== null && value !== undefined));
  }

  /** Settles a list by the names of its things, then its order; where the order says nothing (`orderPlace` null) any will do. */
  list(what: string, sides: Three<Named>, orderPlace: string | null): unknown[] {
    const orders = mapThree(sides, (side) => [...side.keys()]);
    const kept = new Map<string, unknown>();
    for (const name of allKeys(orders)) {
      const value = this.place(
        `${what} ${name}`,
        mapThree(sides, (side) => side.get(name) ?? null),
      );
      if (value !== null && value !== undefined) kept.set(name, value);
    }
    const names = [...kept.keys()];
    const order = mergeOrder(orders, names) ?? this.#orderOf(orders, names, orderPlace);
    return order.flatMap((name) => kept.get(name) ?? []);
  }

  /** Tools are read in order; two of one name cannot be told apart, and such lists are merged as one thing. */
  tools(sides: Three<readonly { name: string }[] | null>): unknown {
    const lists = [sides.base, sides.ours, sides.theirs];
    const isNamed = lists.every(
      (list) => list !== null && new Set(list.map(({ name }) => name)).size === list.length,
    );
    if (!isNamed) return this.place("tools", sides);
    return this.list(
      "tool",
      mapThree(sides, (side) => named(side ?? [])),
      "order of tools",
    );
  }

  #orderOf(orders: Three<string[]>, names: string[], place: string | null): string[] {
    const complete = (list: readonly string[]) => {
      // Each once: a decision is a list that somebody else wrote.
      const known = [...new Set(list)].filter((name) => names.includes(name));
      return [...known, ...names.filter((name) => !known.includes(name))];
    };
    // Sorted, so that both ways round come to the same.
    if (place === null) return names.toSorted((a, b) => orderRank(orders.base, a, b));
    const sides = mapThree(orders, complete);
    const decided = this.#note({ place, kind: "conflict", ...sides, result: this.#decided(place, sides) });
    return Array.isArray(decided) ? complete(decided.map(String)) : names;
  }

  #decided(place: string, sides: Three<unknown>): unknown {
    const resolution = Object.hasOwn(this.#resolutions, place) ? this.#resolutions[place] : undefined;
    if (!resolution) return undefined;
    return "take" in resolution ? sides[resolution.take] : resolution.value;
  }

  #note(place: MergePlace): unknown {
    this.places.push(place);
    return place.result;
  }
}

function mapThree<In, Out>({ base, ours, theirs }: Three<In>, to: (side: In) => Out): Three<Out> {
  return { base: to(base), ours: to(ours), theirs: to(theirs) };
}

/** As in the base where both were there, what is new behind it by name. */
function orderRank(base: readonly string[], a: string, b: string): number {
  const [first, second] = [base.indexOf(a), base.indexOf(b)];
  if (first >= 0 && second >= 0) return first - second;
  if (first >= 0 || second >= 0) return first >= 0 ? -1 : 1;
  return a < b ? -1 : 1;
}

/** Where both sides changed a text (a prompt's, or a message's with one role): merged by lines and words. */
function mergedTexts({
  base,
  ours,
  theirs,
}: Three<unknown>): { pieces: MergePiece[]; result?: unknown } | null {
  if (typeof base === "string" && typeof ours === "string" && typeof theirs === "string") {
    const { pieces, text } = mergeTexts({ base, ours, theirs });
    return { pieces, ...(text === null ? {} : { result: text }) };
  }
  if (!isMessage(base) || !isMessage(ours) || !isMessage(theirs)) return null;
  const { pieces } = mergeTexts({ base: base.content, ours: ours.content, theirs: theirs.content });
  const role = settle({ base: base.role, ours: ours.role, theirs: theirs.role });
  if (role === "conflict" || pieces.some(({ kind }) => kind === "conflict")) return { pieces };
  const content = pieces.map(chosenText).join("").replace(/\n$/, "");
  return { pieces, result: { ...base, role: role === "theirs" ? theirs.role : ours.role, content } };
}

function isMessage(value: unknown): value is PromptMessage {
  return typeof value === "object" && value !== null && "role" in value && "content" in value;
}
