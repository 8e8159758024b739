import { type AnyColumn, type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** What a list can be put in order by: an expression, and its type in PostgreSQL, by which a place in the list is read back. */
export type Order = { of: SQLWrapper; type: keyof typeof isOfType };

/** So that a cursor that somebody made up begins the list, and is no error of the database. */
const isOfType = {
  text: (text: string) => !text.includes("\0"),
  integer: (text: string) => /^-?\d{1,9}$/.test(text),
  bigint: (text: string) => /^-?\d{1,18}$/.test(text),
  "double precision": (text: string) =>
    /^-?\d{1,40}(\.\d{1,40})?(e[+-]\d{1,3})?$/.test(text) &&
    Number.isFinite(Number(text)) &&
    (Number(text) !== 0 || !/[1-9].*e|\.0*[1-9]/.test(text)),
};

/** An instant to the microsecond, as a number that a cursor can hold whatever the session's time zone is. */
export function instantOrder(column: AnyColumn): Order {
  return { of: sql`(extract(epoch from ${column}) * 1000000)::bigint`, type: "bigint" };
}

/** One row's place: what orders it, as PostgreSQL writes it (null stands last), and what tells it from its equals. */
type Place = { value: string | null; tie: string };

type Asked<Key extends string> = {
  /** By which of the orders; `-cost` from the highest down. */
  sort: Key | `-${Key}`;
  /** Where the page before ended. One of another order, or none of ours, is the beginning. */
  cursor: string | undefined;
};

/**
 * Pages of a list in an order that was asked for. Rows without a value stand last, whichever way; equals stand in the order
 * of `tie`, which must be unique, so no row is skipped or comes twice. A cursor holds the order it belongs to.
 */
export function keyset<Key extends string>(
  orders: Record<Key, Order>,
  tie: Order,
  { sort, cursor }: Asked<Key>,
) {
  const isDescending = sort.startsWith("-");
  // What is left of one of the keys with its sign off is one of the keys.
  const { of, type } = orders[(isDescending ? sort.slice(1) : sort) as Key];
  const direction = isDescending ? sql`desc` : sql`asc`;
  const read = cursor === undefined ? null : readPlace(sort, cursor);
  const isOurs =
    read !== null && (read.value === null || isOfType[type](read.value)) && isOfType[tie.type](read.tie);
  const place = isOurs ? read : null;
  return {
    /** To be selected with each row, for `cursorOf`. */
    value: sql<string | null>`(${of})::text`,
    tie: sql<string>`(${tie.of})::text`,
    // By what is unique one column is enough, and its index serves.
    orderBy:
      of === tie.of
        ? [sql`${of} ${direction}`]
        : [sql`${of} ${direction} nulls last`, sql`${tie.of} ${direction}`],
    /** Which rows come after the page before; undefined for the first page. */
    after: place === null ? undefined : isAfter({ of, type }, tie, { place, isDescending }),
    cursorOf: ({ value, tie: at }: Place): string =>
      Buffer.from(JSON.stringify([sort, value, at])).toString("base64url"),
  };
}

function isAfter(
  { of, type }: Order,
  tie: Order,
  { place, isDescending }: { place: Place; isDescending: boolean },
): SQL {
  const beyond = isDescending ? sql`<` : sql`>`;
  const laterEqual = sql`${tie.of} ${beyond} ${cast(place.tie, tie.type)}`;
  if (of === tie.of) return laterEqual;
  if (place.value === null) return sql`(${of} is null and ${laterEqual})`;
  const value = cast(place.value, type);
  return sql`(${of} ${beyond} ${value} or ${of} is null or (${of} = ${value} and ${laterEqual}))`;
}

function cast(text: string, type: Order["type"]): SQL {
  return sql`${text}::text::${sql.raw(type)}`;
}

function readPlace(sort: string, cursor: string): Place | null {
  try {
    const [of, value, tie]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const isPlace = of === sort && (value === null || typeof value === "string") && typeof tie === "string";
    return isPlace ? { value, tie } : null;
  } catch {
    return null;
  }
}
