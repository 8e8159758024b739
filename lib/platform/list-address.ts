import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsStringLiteral,
  type ParserMap,
} from "nuqs/server";
import { isId } from "./is-id.ts";
import { longestCursor } from "./longest-cursor.ts";

/** By which column a list is in order, and whether from the top down. */
export type Sort = { key: string; isDescending: boolean };

/** The order of a list in its address: `sort=cost`, `sort=-cost` from the highest down. */
export const parseAsSort = createParser<Sort>({
  parse: (text) => {
    const [, minus, key] = /^(-?)([\w-]{1,40})$/.exec(text) ?? [];
    return key === undefined ? null : { key, isDescending: minus === "-" };
  },
  serialize: ({ key, isDescending }) => (isDescending ? `-${key}` : key),
  eq: (a, b) => a.key === b.key && a.isDescending === b.isDescending,
});

/** The order as verbs take it, where they know it; undefined otherwise. */
export function sortOf<Key extends string>(
  sort: Sort | null,
  keys: readonly Key[],
): Key | `-${Key}` | undefined {
  const key = keys.find((each) => each === sort?.key);
  if (key === undefined) return undefined;
  return sort?.isDescending ? `-${key}` : key;
}

/** A place in a list, as the page before gave it. */
export const parseAsPlace = createParser<string>({
  parse: (text) => (text.trim() === "" || text.length > longestCursor ? null : text),
  serialize: (text) => text,
});

/** What a person types; 200 characters of it, and nothing where it is blank. */
export const parseAsText = createParser<string>({
  parse: (text) => (text.trim() === "" ? null : text.slice(0, 200)),
  serialize: (text) => text,
});

export const parseAsId = createParser<string>({
  parse: (text) => (isId(text) ? text : null),
  serialize: (id) => id,
});

/** A day of the calendar as date fields give it: 2026-11-27. */
export const parseAsDay = createParser<string>({
  parse: (text) => (isDay(text) ? text : null),
  serialize: (day) => day,
});

/** A day or an instant (2026-11-27, 2026-11-27T09:30:00Z), kept as it is written. */
export const parseAsMoment = createParser<string>({
  parse: (text) => (isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text)) ? text : null),
  serialize: (moment) => moment,
});

/** `Date.parse` takes the 31st of February for the 3rd of March; a day that is there is itself again. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** `archived=1`: with what was archived; left out without. */
export const parseAsArchived = createParser<true>({
  parse: (text) => (text === "1" ? true : null),
  serialize: () => "1",
});

/** A word of the kind that fits; another one is null. */
export function parseAsPattern(pattern: RegExp) {
  return createParser<string>({
    parse: (text) => (pattern.test(text) ? text : null),
    serialize: (text) => text,
  });
}

/** The number of a version, counted from 1. */
export const parseAsVersionNumber = createParser<number>({
  parse: (text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null),
  serialize: String,
});

/** What a zod schema reads of a text; so that an address and a verb's input have one rule. */
export function parseAsSchema<Value extends string | number | Date>(
  schema: { safeParse: (text: unknown) => { data?: Value | undefined } },
  serialize: (value: Value) => string = String,
) {
  return createParser<Value>({
    parse: (text) => schema.safeParse(text).data ?? null,
    serialize,
    eq: (a, b) => serialize(a) === serialize(b),
  });
}

/** True or false; null where the address does not say. */
export const parseAsYesNo = parseAsStringLiteral(["true", "false"]);

/**
 * What a page reads of its address. What is unknown or makes no sense is the usual (null without one), never an error: an
 * address is often typed or old. `parsers` are for the browser's half (`useQueryStates`), `load` and `href` for pages.
 */
export function pageAddress<Parsers extends ParserMap>(parsers: Parsers) {
  return {
    parsers,
    load: createLoader(parsers),
    /** The address with these values; null, the usual and what is left out do not stand in it. */
    href: createSerializer(parsers),
  };
}

/** The address of what has versions: the one to show, of which the newest is the usual. */
export const versionAddress = pageAddress({ version: parseAsVersionNumber });

/** The address of a policy to be made: the preset it begins with. */
export const newPolicyAddress = pageAddress({ preset: parseAsPattern(/^[a-z]{1,20}$/) });

/**
 * The address of a list: its filters, the place in it and the order, read as `pageAddress` reads.
 * `place` reads the cursor, where not every text is one.
 */
export function listAddress<Parsers extends ParserMap>(parsers: Parsers, place = parseAsPlace) {
  return {
    ...pageAddress({ ...parsers, cursor: place, sort: parseAsSort }),
    parsers,
    /** Whether anything narrows the list; an order and a place in it do not. */
    isFiltered: (values: inferParserType<Parsers>) =>
      Object.keys(parsers).some((name) => values[name] !== null && values[name] !== undefined),
  };
}

type Present<Values> = { [Name in keyof Values]?: NonNullable<Values[Name]> | undefined };

/** The values that are there: what a verb takes of an address. */
export function present<Values extends object>(values: Values): Present<Values> {
  const entries = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  // Only what is null has gone, which is what the type says.
  return Object.fromEntries(entries) as Present<Values>;
}
