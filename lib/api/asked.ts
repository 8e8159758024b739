import { z } from "zod";
import { AppError } from "#platform/errors";
import type { ApiRoute } from "./route.ts";

/** A parameter given once is a text, given more often a list of them. */
type Asked = Record<string, string | string[] | undefined>;

/** The query of a request, checked: a parameter that the route does not know is a mistake, which would silently widen what is asked. Throws invalid_input. */
export function queryOf(row: ApiRoute, queries: Record<string, string[]>): unknown {
  const known = namesOf(row);
  const unknown = Object.keys(queries).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new AppError(
      "invalid_input",
      `There is no parameter "${unknown.slice(0, 100)}" here${known.length > 0 ? `; there are: ${known.join(", ")}` : ""}.`,
      { details: { issues: [{ path: unknown.slice(0, 100), code: "unknown_parameter" }] } },
    );
  const asked: Asked = Object.fromEntries(
    Object.entries(queries).map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  );
  if (typeof asked["cursor"] === "string") asked["cursor"] = placeOf(row, asked["cursor"]);
  return row.query?.parse(asked);
}

const namesOf = ({ query }: ApiRoute): string[] =>
  query instanceof z.ZodObject ? Object.keys(query.shape) : [];

/** A list's answer with its cursor as programs get it: it says which list it is of, so that no other's is taken for it. */
export function withCursor(row: ApiRoute, result: unknown): unknown {
  if (typeof result !== "object" || result === null || !("nextCursor" in result)) return result;
  const { nextCursor } = result;
  if (typeof nextCursor !== "string") return result;
  return { ...result, nextCursor: Buffer.from(`${row.id} ${nextCursor}`).toString("base64url") };
}

function placeOf(row: ApiRoute, cursor: string): string {
  const [list, ...place] = Buffer.from(cursor, "base64url").toString("utf8").split(" ");
  if (list === row.id && place.length > 0) return place.join(" ");
  throw new AppError("invalid_input", "The cursor is not one this list gave; start again without it.", {
    details: { issues: [{ path: "cursor", code: "unknown_cursor" }] },
  });
}
