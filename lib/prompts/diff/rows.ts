import { isRoute, routeLabel } from "#client/routes";
import type { ModelOrRoute } from "#schema/routes";
import type { PromptContent } from "../content/schema.ts";
import { isRecord } from "../content/rules.ts";
import { stableJson } from "./stable.ts";

/** One setting, variable, tool or schema that differs; null is absent. */
export type SettingDiff = { name: string; before: string | null; after: string | null };

/** How a model or a route is called on screen; without it, its own name and its connection's id. */
export type NameOfModel = (target: ModelOrRoute) => string;

type Row = { value: unknown; text: string };

/** Everything of two contents but their texts, row by row: what is only in one, and what is not the same. */
export function diffRows(
  before: PromptContent | null,
  after: PromptContent,
  nameOfModel: NameOfModel = plainName,
): SettingDiff[] {
  const old = before ? rowsOf(before, nameOfModel) : new Map<string, Row>();
  const now = rowsOf(after, nameOfModel);
  const rows = [...new Set([...now.keys(), ...old.keys()])].flatMap((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    if (was && is && stableJson(was.value) === stableJson(is.value)) return [];
    // Two values that read alike are shown as they are stored.
    const isAlike = was?.text === is?.text;
    const textOf = (row: Row | undefined) => (row ? (isAlike ? stableJson(row.value) : row.text) : null);
    return [{ name, before: textOf(was), after: textOf(is) }];
  });
  return before ? [...rows, ...orders(before, after)] : rows;
}

function plainName(target: ModelOrRoute): string {
  if (isRoute(target)) return routeLabel({ name: target.routeId, version: target.version });
  const { model, connectionId } = target;
  return `${model} (connection ${connectionId})`;
}

function rowsOf(content: PromptContent, nameOfModel: NameOfModel): Map<string, Row> {
  const rows = new Map<string, Row>();
  const { kind, variables, settings, tools, responseSchema, ...rest } = content;
  const add = (name: string, value: unknown, text: string) => rows.set(name, { value, text });
  add("kind", kind, kind);
  for (const variable of variables) add(`variable ${variable.name}`, variable, describeVariable(variable));
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    const isModel = name === "model" && settings.model !== undefined;
    add(name, value, isModel ? nameOfModel(settings.model ?? noModel) : plainText(value));
  }
  if (tools?.length === 0) add("tools", tools, "an empty list");
  const names = numbered(tools ?? []);
  for (const [place, tool] of (tools ?? []).entries())
    add(`tool ${names[place] ?? tool.name}`, tool, JSON.stringify(tool, null, 2));
  if (responseSchema !== undefined)
    add("response schema", responseSchema, JSON.stringify(responseSchema, null, 2));
  // What a later version of the studio stores beside these is shown as well, whatever it is.
  for (const [name, value] of Object.entries(rest))
    if (name !== "messages" && name !== "text" && value !== undefined) add(name, value, plainText(value));
  return rows;
}

const noModel = { connectionId: "", model: "" };

function plainText(value: unknown): string {
  return Array.isArray(value) || isRecord(value) ? JSON.stringify(value) : String(value);
}

function describeVariable(variable: PromptContent["variables"][number]): string {
  const { type, required, options, description } = variable;
  const parts: string[] = [type, required ? "required" : "optional"];
  if (options !== undefined) parts.push(options.length > 0 ? `of ${options.join(", ")}` : "of nothing");
  if (variable.default !== undefined) parts.push(`default ${JSON.stringify(variable.default)}`);
  if (description !== undefined) parts.push(JSON.stringify(description));
  return parts.join(", ");
}

/** The order of what both have: a model reads tools in order, and people read variables so. */
function orders(before: PromptContent, after: PromptContent): SettingDiff[] {
  const rows = [
    { name: "order of variables", old: before.variables, now: after.variables },
    { name: "order of tools", old: before.tools ?? [], now: after.tools ?? [] },
  ];
  return rows.flatMap(({ name, old, now }) => {
    const [oldNames, nowNames] = [numbered(old), numbered(now)];
    const kept = (names: string[], others: string[]) => names.filter((each) => others.includes(each));
    if (stableJson(kept(oldNames, nowNames)) === stableJson(kept(nowNames, oldNames))) return [];
    return [{ name, before: oldNames.join(", "), after: nowNames.join(", ") }];
  });
}

/** Names, told apart where one comes again: look_up, look_up (2). */
function numbered(list: readonly { name: string }[]): string[] {
  return list.map(({ name }, place) => {
    const nth = list.slice(0, place + 1).filter((each) => each.name === name).length;
    return nth > 1 ? `${name} (${nth})` : name;
  });
}
