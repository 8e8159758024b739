import { compilePattern } from "#platform/pattern";

/**
 * A question about a call's metadata in the shape of MongoDB's queries, as Portkey's routes ask it:
 * `{"metadata.plan": "paid"}`, `{"metadata.seats": {"$gte": 10}}`, `{"$or": [...]}`. Several members must all hold.
 */
export type Query = Record<string, unknown>;

type Scalar = string | number | boolean | null;
type Test = (value: unknown, given: unknown) => boolean;

const deepest = 5;
const longestName = 200;
const longestList = 1_000;
const prefix = "metadata.";

const isScalar = (value: unknown): value is Scalar =>
  value === null || ["string", "number", "boolean"].includes(typeof value);

/** Numbers with numbers and texts with texts; anything else compares as nothing. */
const ordered =
  (holds: (sign: number) => boolean): Test =>
  (value, given) => {
    if (typeof value === "number" && typeof given === "number") return holds(Math.sign(value - given));
    if (typeof value === "string" && typeof given === "string")
      return holds(value < given ? -1 : value > given ? 1 : 0);
    return false;
  };

const tests: Record<string, Test> = {
  $eq: (value, given) => value === given,
  $ne: (value, given) => value !== given,
  $gt: ordered((sign) => sign > 0),
  $gte: ordered((sign) => sign >= 0),
  $lt: ordered((sign) => sign < 0),
  $lte: ordered((sign) => sign <= 0),
  $in: (value, given) => Array.isArray(given) && given.includes(value),
  $nin: (value, given) => Array.isArray(given) && !given.includes(value),
  $regex: (value, given) => {
    if (typeof value !== "string" || typeof given !== "string") return false;
    const compiled = compilePattern(given);
    return "pattern" in compiled && compiled.pattern.matcher(value).find();
  },
};
const lists = new Set(["$in", "$nin"]);

/** Why a query is none, in words; null where it is one. */
export function queryFault(query: unknown, depth = 0): string | null {
  if (!isRecord(query) || Object.keys(query).length === 0)
    return `Write a condition such as {"${prefix}plan": {"$eq": "paid"}}.`;
  if (depth > deepest) return `Conditions are nested at most ${deepest} deep.`;
  for (const [name, given] of Object.entries(query)) {
    const fault = memberFault(name, given, depth);
    if (fault) return fault;
  }
  return null;
}

function memberFault(name: string, given: unknown, depth: number): string | null {
  if (name === "$and" || name === "$or") {
    if (!Array.isArray(given) || given.length === 0) return `${name} takes a list of conditions.`;
    if (given.length > longestList) return `${name} takes at most ${longestList} conditions.`;
    return given.map((one) => queryFault(one, depth + 1)).find((fault) => fault !== null) ?? null;
  }
  if (!name.startsWith(prefix) || name.length === prefix.length)
    return `"${name.slice(0, longestName)}" is no member of the metadata; write ${prefix}name, $and or $or.`;
  if (name.length > longestName) return `A member's name is at most ${longestName} characters.`;
  if (isScalar(given)) return null;
  if (!isRecord(given) || Object.keys(given).length === 0)
    return `"${name}" is compared with a text, a number, a boolean or null, or by {"$in": [...]} and its like.`;
  const faults = Object.entries(given).map(([operator, value]) => operatorFault(operator, value));
  return faults.find((fault) => fault !== null) ?? null;
}

function operatorFault(operator: string, given: unknown): string | null {
  if (!Object.hasOwn(tests, operator))
    return `"${operator}" is no comparison; there are ${Object.keys(tests).join(", ")}.`;
  if (lists.has(operator)) {
    if (!Array.isArray(given) || !given.every(isScalar)) return `${operator} takes a list of values.`;
    return given.length > longestList ? `${operator} takes at most ${longestList} values.` : null;
  }
  if (operator !== "$regex") return isScalar(given) ? null : `${operator} takes one value.`;
  if (typeof given !== "string") return "$regex takes a pattern.";
  const compiled = compilePattern(given);
  return "fault" in compiled ? `The pattern cannot be used: ${compiled.fault}` : null;
}

/** Whether a call's metadata answers a query that has no fault. Whatever the metadata holds, it is yes or no. */
export function isMatch(query: Query, metadata: unknown): boolean {
  return Object.entries(query).every(([name, given]) => {
    if (name === "$and" && Array.isArray(given)) return given.every((one: Query) => isMatch(one, metadata));
    if (name === "$or" && Array.isArray(given)) return given.some((one: Query) => isMatch(one, metadata));
    const value = valueAt(metadata, name.slice(prefix.length));
    if (!isRecord(given)) return value === given;
    return Object.entries(given).every(([operator, wanted]) => tests[operator]?.(value, wanted));
  });
}

/** A member by its name, or by a path of names with dots between them; undefined where there is none. */
export function valueAt(metadata: unknown, path: string): unknown {
  if (!isRecord(metadata)) return undefined;
  if (Object.hasOwn(metadata, path)) return metadata[path];
  const [first = "", ...rest] = path.split(".");
  if (rest.length === 0 || !Object.hasOwn(metadata, first)) return undefined;
  return valueAt(metadata[first], rest.join("."));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
