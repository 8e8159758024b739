// oxlint-disable unicorn/no-thenable -- Portkey's word for the target of a condition; it is a text
import { costDefaults } from "#constants/routes";
import type { RouteDefinitionInput } from "#schema/routes";

export type ChoiceInput = NonNullable<RouteDefinitionInput["choice"]>;

export const choiceWords: Record<ChoiceInput["by"], { name: string; hint: string }> = {
  weight: { name: "weight", hint: "Drawn for each call, in proportion to the weights." },
  latency: {
    name: "least latency",
    hint: "Of two that are drawn the one that answers faster now, counted with the calls at it.",
  },
  cost: { name: "least cost", hint: "By the price of the call's tokens; a price nobody knows comes last." },
  sticky: { name: "sticky by a key", hint: "The same key stays at the same model, spread by weight." },
  condition: {
    name: "conditions",
    hint: "The first whose condition holds is asked, then the models of higher orders.",
  },
};

/** A choice of a kind to begin with. */
export function choiceOf(by: string, [first = "", second = first]: string[]): ChoiceInput {
  switch (by) {
    case "latency":
      return { by };
    case "cost":
      return { by, outputTokens: costDefaults.outputTokens };
    case "sticky":
      return { by, key: "end_user" };
    case "condition":
      return {
        by,
        conditions: [{ query: { "metadata.plan": { $eq: "paid" } }, then: first }],
        default: second,
      };
    default:
      return { by: "weight" };
  }
}

export const comparisons: Record<string, string> = {
  $eq: "is",
  $ne: "is not",
  $gt: "is over",
  $gte: "is at least",
  $lt: "is under",
  $lte: "is at most",
  $in: "is one of",
  $nin: "is none of",
  $regex: "matches",
};

/** A condition of one member and one comparison, as a form shows it; a list is written with commas between. */
export type Simple = { member: string; operator: string; value: string };

const prefix = "metadata.";
const lists = new Set(["$in", "$nin"]);

/** Null for a condition that a form cannot show. */
export function simpleOf(query: Record<string, unknown>): Simple | null {
  const [entry, ...others] = Object.entries(query);
  if (!entry || others.length > 0 || !entry[0].startsWith(prefix)) return null;
  const [name, given] = entry;
  const test =
    typeof given === "object" && given !== null ? Object.entries(given) : [["$eq", given] as const];
  const [one, ...more] = test;
  if (!one || more.length > 0 || !Object.hasOwn(comparisons, one[0])) return null;
  const [operator, value] = one;
  const simple = { member: name.slice(prefix.length), operator, value: "" };
  if (lists.has(operator)) {
    const isPlain =
      Array.isArray(value) && !value.some((each) => typeof each === "string" && each.includes(","));
    return isPlain ? { ...simple, value: value.map(shown).join(", ") } : null;
  }
  return typeof value === "object" && value !== null ? null : { ...simple, value: shown(value) };
}

export function queryOf({ member, operator, value }: Simple): Record<string, unknown> {
  const given = lists.has(operator)
    ? value.split(",").map((one) => read(one.trim()))
    : operator === "$regex"
      ? value
      : read(value);
  return { [`${prefix}${member}`]: { [operator]: given } };
}

/** A text that would be read as something else is shown in quotes. */
function shown(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return read(value) === value ? value : JSON.stringify(value);
}

/** `7`, `true` and `null` are what they look like, `"7"` is a text, and so is everything else. */
function read(text: string): unknown {
  if (!/^(-?\d+(\.\d+)?|true|false|null|".*")$/s.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
