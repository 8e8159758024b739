import nunjucks from "nunjucks";
import type { Message } from "./plan.ts";

type Lookups = { memberLookup(from: unknown, name: unknown): unknown };

/**
 * Only what a value has itself, and what texts and lists can do: values come from data files, and a template in one must
 * not reach the program through `constructor` or `__proto__`.
 */
const allowed = new Set([
  "length",
  "size",
  "join",
  "slice",
  "toUpperCase",
  "toLowerCase",
  "trim",
  "includes",
  "startsWith",
  "endsWith",
  "indexOf",
  "split",
  "replace",
  "replaceAll",
  "concat",
  "toString",
  "toFixed",
]);
const runtime = (nunjucks as unknown as { runtime: Lookups }).runtime;
runtime.memberLookup = (from, name) => {
  if (from === null || from === undefined) return undefined;
  const key = String(name);
  const isPlain = typeof from === "string" || typeof from === "number" || Array.isArray(from);
  if (!Object.hasOwn(Object(from) as object, key) && !(isPlain && allowed.has(key))) return undefined;
  const found = (from as Record<string, unknown>)[key];
  return typeof found === "function" && isPlain ? (found.bind(from) as unknown) : found;
};

// An empty list: with null, nunjucks reads what a template includes from the folder "views".
const environment = new nunjucks.Environment([], { autoescape: false, throwOnUndefined: false });
environment.addFilter("load", (text: string) => JSON.parse(text) as unknown);
const compiled = new Map<string, nunjucks.Template>();

/** A template that does not parse, or calls what it must not. */
export class TemplateError extends Error {}

/** Fills a template of promptfoo's language (Nunjucks). What is not given is empty. Throws TemplateError. */
export function fill(template: string, variables: Record<string, unknown>): string {
  if (!template.includes("{{") && !template.includes("{%") && !template.includes("{#")) return template;
  try {
    let ready = compiled.get(template);
    if (!ready) {
      ready = new nunjucks.Template(template, environment, "template", true);
      compiled.set(template, ready);
    }
    return ready.render(variables);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new TemplateError(said.replaceAll(/\s+/g, " ").replace(/^\(template\) ?/, ""), { cause: error });
  }
}

/** The same for every text within a value. */
export function fillDeep(value: unknown, variables: Record<string, unknown>): unknown {
  if (typeof value === "string") return fill(value, variables);
  if (Array.isArray(value)) return value.map((item) => fillDeep(item, variables));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillDeep(item, variables)]));
}

/** A prompt as messages: a JSON list of messages is one, whose texts are filled one by one; any other text is a user's. */
export function messagesOf(template: string, variables: Record<string, unknown>): Message[] {
  const before = asMessages(template);
  if (before) return fillDeep(before, variables) as Message[];
  const text = fill(template, variables);
  return asMessages(text) ?? [{ role: "user", content: text }];
}

function asMessages(text: string): Message[] | null {
  if (!text.trimStart().startsWith("[")) return null;
  try {
    const value: unknown = JSON.parse(text);
    const isList = Array.isArray(value) && value.length > 0 && value.every(isMessage);
    return isList ? value : null;
  } catch {
    // Not JSON: a text that begins with a bracket.
    return null;
  }
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "role" in value && typeof value.role === "string";
}
