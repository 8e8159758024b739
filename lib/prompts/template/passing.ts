import type { PromptVariable } from "../content/schema.ts";
import type { Included } from "./includes.ts";

/** null is no default: a call takes it for none, as a form's empty field. */
const hasDefault = ({ default: value }: PromptVariable) => value !== undefined && value !== null;
const isText = (type: PromptVariable["type"]) => type === "string" || type === "text";

/**
 * What an include takes of the text that holds it: its own variables, and those which what stands in it takes and it
 * does not declare, since these are looked up further out. Only optional ones can be left out like that.
 */
export function variablesTaken({ variables, includes }: Included): PromptVariable[] {
  const taken = new Map(variables.map((variable) => [variable.name, variable]));
  for (const inner of includes.flatMap(variablesTaken))
    if (!taken.has(inner.name)) taken.set(inner.name, { ...inner, required: false });
  return [...taken.values()];
}

/**
 * What is wrong with a variable of the text that holds an include, for the include's sake; null when nothing is. Then
 * every value a call may give here is one the include takes (a law in the tests). `mayBeField`: it stands where a list is
 * gone through, whose items may have it.
 */
export function passingProblem(
  needed: PromptVariable,
  declared: PromptVariable | undefined,
  { reference, mayBeField }: { reference: string; mayBeField: boolean },
): string | null {
  const { name, type } = needed;
  const isNeeded = needed.required && !hasDefault(needed);
  if (type === "messages") return `{{> ${reference}}} takes the messages ${name}, which cannot be passed on.`;
  if (!declared)
    return isNeeded && !mayBeField
      ? `{{> ${reference}}} needs the variable ${name} (${type}). Add it to the variables.`
      : null;
  const isAsText = isText(type) && (isText(declared.type) || declared.type === "enum");
  if (declared.type !== type && !isAsText)
    return `{{> ${reference}}} takes ${name} as ${type}, but here it is of type ${declared.type}.`;
  const others = (declared.options ?? []).filter((option) => !(needed.options ?? []).includes(option));
  if (type === "enum" && others.length > 0)
    return `{{> ${reference}}} takes ${name} as one of ${(needed.options ?? []).join(", ")}, but here it may also be ${others.join(", ")}.`;
  if (isNeeded && !declared.required && !hasDefault(declared))
    return `{{> ${reference}}} needs ${name}, which is optional here and has no default. Make it required or give it one.`;
  return null;
}

/**
 * A variable as the text that holds an include declares it: without the include's default, which holds where nothing is
 * given, and as narrow as all that take it ask for.
 */
export function broughtBy(needed: PromptVariable, before: PromptVariable | undefined): PromptVariable {
  const { default: _, ...said } = needed;
  const brought = { ...said, required: needed.required && !hasDefault(needed) };
  if (!before) return brought;
  const required = brought.required || before.required;
  const isNarrower = needed.type === "enum" && (isText(before.type) || before.type === "enum");
  if (!isNarrower) return { ...before, required };
  const shared = (needed.options ?? []).filter((option) => before.options?.includes(option) ?? true);
  return { ...brought, required, ...(shared.length > 0 ? { options: shared } : {}) };
}
