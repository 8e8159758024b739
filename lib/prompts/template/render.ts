import { LRUCache } from "lru-cache";
import Mustache from "mustache";
import { AppError } from "#platform/errors";
import { promptLimits } from "../content/rules.ts";
import { isIncluded, resolveNothing, type Resolver, resolverOf } from "./includes.ts";
import { includesAsValues } from "./tags.ts";

type Token = [type: string, value: string, from: number, to: number, children?: unknown, ...rest: unknown[]];

/** Parsed templates by text; bounded, and instead of mustache's own cache, which never forgets. */
const parsed = new LRUCache<string, Token[]>({ max: 500 });
const writer = Object.assign(new Mustache.Writer(), { templateCache: undefined });

/**
 * Renders one template as mustache does, without HTML escaping or lambdas; what an
 * include means is handed in. Only own properties are
 * read, so no template reaches a prototype. Throws `invalid_input` for a broken template or too large a result.
 */
export function renderTemplate(
  template: string,
  view: Record<string, unknown>,
  resolve: Resolver = resolveNothing,
): string {
  const budget = { characters: promptLimits.renderedBytes, includes: promptLimits.includesRendered };
  const scope = { budget, resolve, depth: 0 };
  return renderTokens(parse(template), [view], scope);
}

/** What the rendering of one text goes by: what may still be spent is the whole's, what its includes mean its own. */
type Scope = { budget: { characters: number; includes: number }; resolve: Resolver; depth: number };

function parse(template: string): Token[] {
  // Mustache wants a tag to work at all; without one the text is itself, and its cache stays small.
  if (!template.includes("{{")) return template === "" ? [] : [["text", template, 0, template.length]];
  const known = parsed.get(template);
  if (known) return known;
  try {
    const tokens = writer.parse(includesAsValues(template)) as unknown as Token[];
    parsed.set(template, tokens);
    return tokens;
  } catch (cause) {
    throw new AppError(
      "invalid_input",
      "The template is broken: a tag or section is not closed. Open it in the editor to see where.",
      { cause },
    );
  }
}

function renderTokens(tokens: Token[], stack: unknown[], scope: Scope): string {
  let result = "";
  for (const token of tokens) {
    const piece = renderToken(token, stack, scope);
    result += piece;
  }
  return result;
}

function renderToken(token: Token, stack: unknown[], scope: Scope): string {
  const [type, value] = token;
  switch (type) {
    case "text":
      return spend(value, scope);
    case "name":
    case "&":
      return value.startsWith(">")
        ? renderInclude(value.slice(1).trim(), stack, scope)
        : spend(display(lookUp(value, stack)), scope);
    case "#":
      return renderSection(lookUp(value, stack), children(token), stack, scope);
    case "^":
      return isFalsy(lookUp(value, stack)) ? renderTokens(children(token), stack, scope) : "";
    default:
      return "";
  }
}

/** Another prompt's text, filled with the values here; what nobody gave a value for has its own default. */
function renderInclude(reference: string, stack: unknown[], scope: Scope): string {
  const { budget, resolve, depth } = scope;
  // Counted as a round of a section is: an include of nothing but a comment would cost time and no characters.
  spend(" ", scope);
  budget.includes -= 1;
  if (budget.includes < 0)
    throw new AppError(
      "invalid_input",
      `The compiled prompt includes others more than ${promptLimits.includesRendered.toLocaleString("en")} times, counting those within them; take some out.`,
    );
  const included = resolve(reference);
  if (!isIncluded(included) || depth >= promptLimits.includeDepth)
    throw new AppError(
      "invalid_input",
      included && !isIncluded(included)
        ? included.problem
        : `{{> ${reference}}} was not found. Save the prompt again, or take it out.`,
    );
  const defaults = included.variables.flatMap(({ name, default: value }): [string, unknown][] =>
    value === undefined || value === null ? [] : [[name, value]],
  );
  return renderTokens(parse(included.text), [Object.fromEntries(defaults), ...stack], {
    budget,
    resolve: resolverOf(included.includes),
    depth: depth + 1,
  });
}

function renderSection(value: unknown, inner: Token[], stack: unknown[], scope: Scope): string {
  if (isFalsy(value)) return "";
  if (!Array.isArray(value)) return renderTokens(inner, value === true ? stack : [...stack, value], scope);
  let result = "";
  for (const item of value) {
    // Counted per round as well: a list of lists with an empty body would otherwise cost time and no characters.
    spend(" ", scope);
    result += renderTokens(inner, [...stack, item], scope);
  }
  return result;
}

function children(token: Token): Token[] {
  return (token[4] as Token[] | undefined) ?? [];
}

function spend(text: string, { budget }: Scope): string {
  budget.characters -= text.length;
  if (budget.characters < 0) {
    throw new AppError(
      "invalid_input",
      `The compiled prompt is larger than ${promptLimits.renderedBytes / 1_000_000} MB; shorten the variables.`,
    );
  }
  return text;
}

function lookUp(name: string, stack: unknown[]): unknown {
  if (name === ".") return stack.at(-1);
  const [root = "", ...rest] = name.normalize("NFC").split(".");
  for (let level = stack.length - 1; level >= 0; level -= 1) {
    const frame = stack[level];
    if (!hasOwn(frame, root)) continue;
    return rest.reduce<unknown>((value, key) => (hasOwn(value, key) ? value[key] : undefined), frame[root]);
  }
  return undefined;
}

function hasOwn(value: unknown, key: string): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key);
}

function isFalsy(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}

function display(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
