import { AppError, isAppError } from "#platform/errors";
import { losesDigits, parseJsonExactly } from "#platform/json";
import type { PromptVariable } from "../content/schema.ts";
import { fitsType, promptLimits } from "../content/rules.ts";

/** What is wrong with one variable a caller gave, or did not give. */
export type VariableIssue = {
  variable: string;
  expected: string;
  problem: "missing" | "wrong_type" | "too_large";
  message: string;
};

/** Checks and reads the values of variables; an object without prototype, safe to look names up in. */
export function coerceVariables(
  declared: PromptVariable[],
  given: Record<string, unknown>,
): Record<string, unknown> {
  const values: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const issues: VariableIssue[] = [];
  for (const variable of declared) {
    const raw = valueOf(given, variable.name);
    const issue = takeValue(variable, raw, values);
    if (issue) issues.push(issue);
  }
  const [first] = issues;
  if (first) throw new AppError("invalid_input", first.message, { details: { ...first, issues } });
  return values;
}

/** A program or a file may spell é in two characters; names are kept in one. */
function valueOf(given: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(given, name)) return given[name];
  if (!/\P{ASCII}/u.test(name)) return undefined;
  const same = Object.keys(given).find((key) => key.normalize("NFC") === name);
  return same === undefined ? undefined : given[same];
}

function takeValue(
  variable: PromptVariable,
  raw: unknown,
  values: Record<string, unknown>,
): VariableIssue | null {
  const { name } = variable;
  const expected = expectedType(variable);
  const value = coerce(variable, raw);
  if (value === undefined || value === null) {
    const fallback = variable.default ?? undefined;
    if (fallback !== undefined) values[name] = fallback;
    else if (variable.required)
      return {
        variable: name,
        expected,
        problem: "missing",
        message: `The variable ${name} is missing; give ${expected}.`,
      };
    return null;
  }
  if (!fitsType(variable, value)) {
    return {
      variable: name,
      expected,
      problem: "wrong_type",
      message: `The variable ${name} must be ${expected}, not ${nameOfType(value)}.`,
    };
  }
  if (JSON.stringify(value).length > promptLimits.variableValueBytes) {
    return {
      variable: name,
      expected,
      problem: "too_large",
      message: `The variable ${name} is larger than ${promptLimits.variableValueBytes / 1_000_000} MB; shorten it.`,
    };
  }
  values[name] = value;
  return null;
}

const unreadable = Symbol("unreadable");
const lostDigits = Symbol("more digits than a number keeps");

/** Reads what a form or a CSV cell holds; what cannot be read stays as it is and fails the type check. */
function coerce(variable: PromptVariable, raw: unknown): unknown {
  const isText = variable.type === "string" || variable.type === "text" || variable.type === "enum";
  if (isText)
    return typeof raw === "number" || typeof raw === "boolean"
      ? String(raw)
      : variable.type === "enum" && raw === ""
        ? undefined
        : raw;
  if (typeof raw !== "string") return raw;
  const typed = raw.trim();
  if (typed === "") return undefined;
  if (variable.type === "number")
    return !Number.isFinite(Number(typed)) ? raw : losesDigits(typed) ? lostDigits : Number(typed);
  if (variable.type === "boolean") return typed === "true" ? true : typed === "false" ? false : raw;
  try {
    return parseJsonExactly(typed);
  } catch (thrown) {
    if (isAppError(thrown)) return lostDigits;
    // A json variable takes a bare text as that text: dataset cells hold both.
    return variable.type === "json" && !/^[[{]/.test(typed) ? raw : unreadable;
  }
}

function expectedType({ type, options }: PromptVariable): string {
  switch (type) {
    case "string":
    case "text":
      return "a text";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    case "enum":
      return `one of ${(options ?? []).join(", ")}`;
    case "json":
      return "a JSON value";
    case "messages":
      return "a list of messages, each with role and content";
    default:
      return type satisfies never;
  }
}

function nameOfType(value: unknown): string {
  if (value === lostDigits) return "a number with more digits than JSON keeps; make the variable a text";
  if (typeof value === "symbol") return "unreadable JSON";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return `the text "${value.slice(0, 40)}"`;
  return typeof value === "object" ? "an object" : `the ${typeof value} ${JSON.stringify(value)}`;
}
