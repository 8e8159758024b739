import type { PromptContent, PromptVariable } from "../content/schema.ts";
import { promptLimits, variableNameProblem } from "../content/rules.ts";
import { contentTexts } from "../content/texts.ts";
import type { TemplateProblem } from "../schema.ts";
import { isIncluded, parseReference, resolveNothing, type Resolver } from "./includes.ts";
import { broughtBy, passingProblem, variablesTaken } from "./passing.ts";
import { delimitersOf, literally, scanTags, type TemplateTag } from "./tags.ts";

/** What may stand in a tag: a variable, a path into a json variable, or `.` for the item of a list. */
const tagName = /^(\.|[\p{L}_][\p{L}\p{M}\p{N}_-]*(\.[\p{L}\p{M}\p{N}_-]+)*)$/u;

/**
 * Finds everything wrong in the templates of a content, each with its place; errors stop a save, warnings do not. What
 * an include means is handed in; where that is not known, only its form is checked.
 */
export function templateProblems(
  content: PromptContent,
  resolve: Resolver = resolveNothing,
): TemplateProblem[] {
  const declared = new Map(content.variables.map((variable) => [variable.name, variable]));
  const used = new Set<string>();
  const problems = contentTexts(content).flatMap(({ place, text }) =>
    problemsOfText({ place, text, declared, used, resolve }),
  );
  for (const [index, { name }] of content.variables.entries()) {
    if (used.has(name)) continue;
    problems.push({
      place: `variables.${index}`,
      from: 0,
      to: name.length,
      severity: "warning",
      message: `No message uses ${name}. Use it as {{${name}}} or remove it.`,
    });
  }
  return problems;
}

type TextCheck = {
  place: string;
  text: string;
  declared: Map<string, PromptVariable>;
  used: Set<string>;
  resolve: Resolver;
};

function problemsOfText({ place, text, declared, used, resolve }: TextCheck): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  const add = (
    at: { from: number; to: number },
    message: string,
    severity: TemplateProblem["severity"] = "error",
  ) => problems.push({ place, from: at.from, to: at.to, message, severity });
  const { tags, unclosed } = scanTags(text);
  const open: TemplateTag[] = [];
  for (const tag of tags) {
    const shape = shapeProblem(tag, text);
    if (shape) {
      add(tag, shape);
      // A section with a bad name still opens and closes, or every mistake would be told twice.
      if (tag.sign !== "#" && tag.sign !== "^" && tag.sign !== "/") continue;
    }
    if (tag.sign === "!" || tag.sign === "=") continue;
    if (tag.sign === "/") {
      closeSection(open, tag, add);
      continue;
    }
    if (tag.sign === ">") {
      for (const message of includeProblems(tag.name, { declared, used, resolve, open })) add(tag, message);
      const included = resolve(tag.name);
      if (isIncluded(included) && included.warning !== undefined) add(tag, included.warning, "warning");
      continue;
    }
    if (!shape) {
      const message = nameProblem(tag, { text, open, declared, used });
      if (message) add(tag, message);
    }
    if (tag.sign === "#" || tag.sign === "^") {
      open.push(tag);
      if (open.length > promptLimits.sectionDepth)
        add(tag, `Sections nest deeper than ${promptLimits.sectionDepth}; flatten the template.`);
    }
  }
  for (const tag of open)
    add(tag, `The section ${tag.name} is not closed. Add {{/${tag.name}}} where it ends.`);
  if (unclosed) add(unclosed, "This tag is not closed. End it with }}.");
  return problems;
}

/** What is wrong with a tag wherever it stands, or null; then it is none that a variable's value could fill. */
export function shapeProblem(tag: TemplateTag, text: string): string | null {
  const { sign, name } = tag;
  if (sign === ">")
    return parseReference(name)
      ? null
      : `"${name.slice(0, 60)}" names no prompt. Write folder/name, with @label or @7 for a version${orAsText(tag, text)}.`;
  if (sign === "=")
    return delimitersOf(name)
      ? null
      : "Other delimiters are two words without = in them, such as {{=<% %>=}}.";
  if (sign === "!" || tagName.test(name)) return null;
  return name === ""
    ? `This tag is empty. Write a variable's name between the braces${orAsText(tag, text)}.`
    : `"${name.slice(0, 60)}" is not a variable's name. Use letters, digits, _ and -${orAsText(tag, text)}.`;
}

/** What keeps a prompt from standing here; the variables it takes count as used. */
function includeProblems(
  reference: string,
  {
    declared,
    used,
    resolve,
    open,
  }: Pick<TextCheck, "declared" | "used" | "resolve"> & { open: TemplateTag[] },
): string[] {
  const included = resolve(reference);
  if (included === undefined) return [];
  if (!isIncluded(included)) return [included.problem];
  const mayBeField = insideJson(open, declared);
  return variablesTaken(included).flatMap((needed) => {
    used.add(needed.name);
    return passingProblem(needed, declared.get(needed.name), { reference, mayBeField }) ?? [];
  });
}

/** How braces that are no tag are written. */
function orAsText({ from, to }: TemplateTag, text: string): string {
  const source = text.slice(from, to);
  const short = source.length > 80 || source.includes("\n") ? "{{ }}" : source;
  return `; to keep it as text, write ${literally(short)}`;
}

function closeSection(
  open: TemplateTag[],
  tag: TemplateTag,
  add: (at: TemplateTag, message: string) => void,
): void {
  const last = open.pop();
  if (!last)
    add(
      tag,
      `{{/${tag.name}}} closes a section that was never opened. Add {{#${tag.name}}} before it or remove it.`,
    );
  else if (last.name !== tag.name)
    add(tag, `This closes ${tag.name}, but the open section is ${last.name}. Write {{/${last.name}}}.`);
}

type NameCheck = Pick<TextCheck, "text" | "declared" | "used"> & { open: TemplateTag[] };

function nameProblem(tag: TemplateTag, { text, open, declared, used }: NameCheck): string | null {
  if (tag.name === ".")
    return open.length > 0 ? null : "{{.}} stands for the item of a list and works only inside a section.";
  const [root = "", ...rest] = tag.name.split(".");
  const variable = declared.get(root);
  if (!variable) {
    if (insideJson(open, declared)) return null;
    const wrong = variableNameProblem(root);
    return wrong === null
      ? `There is no variable ${root}. Add it to the variables or correct the name${orAsText(tag, text)}.`
      : `${root}: ${wrong}`;
  }
  used.add(root);
  if (rest.length > 0 && variable.type !== "json")
    return `${root} is of type ${variable.type} and has no parts; only json variables do.`;
  if (variable.type !== "messages" || tag.sign === "#" || tag.sign === "^") return null;
  return text.trim() === text.slice(tag.from, tag.to).trim()
    ? null
    : `${root} is a list of messages and must stand alone in its message.`;
}

/** Inside a section over a json variable a name may be a field of it, which only the data can tell. */
function insideJson(open: TemplateTag[], declared: Map<string, PromptVariable>): boolean {
  return open.some((tag) => {
    const type = declared.get(tag.name.split(".")[0] ?? "")?.type;
    return type === "json" || type === "messages";
  });
}

/** The variables the templates use, in order of first use, declared ones as declared, the others with a guessed type. */
export function detectVariables(
  content: PromptContent,
  resolve: Resolver = resolveNothing,
): PromptVariable[] {
  const declared = new Map(content.variables.map((variable) => [variable.name, variable]));
  const found = new Map<string, PromptVariable>();
  for (const { text } of contentTexts(content)) {
    const open: TemplateTag[] = [];
    const tags = scanTags(text).tags;
    for (const [index, tag] of tags.entries()) {
      if (tag.sign === "/") open.pop();
      const included = tag.sign === ">" ? resolve(tag.name) : undefined;
      const isField = insideJson(open, new Map([...declared, ...found]));
      for (const needed of isIncluded(included) ? included.variables : []) {
        const { name } = needed;
        const before = found.get(name);
        if (declared.has(name) || !isField) found.set(name, declared.get(name) ?? broughtBy(needed, before));
      }
      if (isUse(tag, { open, declared, found })) {
        const root = rootOf(tag);
        const known = found.get(root);
        if (!known) found.set(root, declared.get(root) ?? guess(tag, tags.slice(index + 1)));
        else if (tag.name.includes(".") && !declared.has(root)) found.set(root, { ...known, type: "json" });
      }
      if (tag.sign === "#" || tag.sign === "^") open.push(tag);
    }
  }
  return [...found.values()];
}

function rootOf({ name }: TemplateTag): string {
  return name.split(".")[0] ?? "";
}

/** Whether a tag asks for a variable's value, rather than for a field of the data a section goes through. */
function isUse(
  tag: TemplateTag,
  {
    open,
    declared,
    found,
  }: Record<"declared" | "found", Map<string, PromptVariable>> & { open: TemplateTag[] },
): boolean {
  if (tag.sign !== "" && "/>!=".includes(tag.sign)) return false;
  const root = rootOf(tag);
  if (variableNameProblem(root) !== null) return false;
  return declared.has(root) || !insideJson(open, new Map([...declared, ...found]));
}

function guess(tag: TemplateTag, following: TemplateTag[]): PromptVariable {
  const name = tag.name.split(".")[0] ?? "";
  if (tag.name.includes(".")) return { name, type: "json", required: true };
  if (tag.sign !== "#" && tag.sign !== "^") return { name, type: "string", required: true };
  const end = following.findIndex((next) => next.sign === "/" && next.name === tag.name);
  const isList = following.slice(0, end < 0 ? undefined : end).some((next) => next.name === ".");
  return { name, type: isList ? "json" : "boolean", required: false };
}
