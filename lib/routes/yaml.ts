import { Document, isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { ModelTarget } from "#schema/models";
import { RouteDefinition, type RouteDefinitionInput } from "./definition.ts";

/** What is wrong with a route's YAML, and in which line, counted from 1. */
export type YamlProblem = { line: number; message: string };

/** Longer than any route is; a YAML bomb's aliases are bounded by the parser. */
const mostCharacters = 50_000;

/** A definition as YAML, member by member as the API takes it, with the names of its models beside their ids. */
export function routeYaml(
  definition: RouteDefinitionInput,
  nameOf: (target: ModelTarget) => string | null = () => null,
): string {
  const document = new Document(definition);
  for (const [at, target] of definition.targets.entries()) {
    const node = document.getIn(["targets", at, "connectionId"], true);
    const name = nameOf(target);
    // A comment ends with its line, whatever somebody called a connection.
    if (isScalar(node) && name !== null) node.comment = ` ${name.replaceAll(/\s+/g, " ")}`;
  }
  return document.toString({ lineWidth: 0 });
}

/**
 * The definition that a text says, by the schema the API and the form go by too; or what is wrong with it, line by line.
 * A member that no definition has is a problem: it would be a setting that somebody believes in.
 */
export function readRouteYaml(
  text: string,
): { definition: RouteDefinition; problems: [] } | { definition: null; problems: YamlProblem[] } {
  if (text.length > mostCharacters)
    return { definition: null, problems: [{ line: 1, message: "This is too long for a route." }] };
  try {
    return readDocument(text);
  } catch (thrown) {
    // What is nested thousands deep ends the stack of whoever reads it.
    if (!(thrown instanceof RangeError)) throw thrown;
    return { definition: null, problems: [{ line: 1, message: "It is nested too deep for a route." }] };
  }
}

function readDocument(text: string): ReturnType<typeof readRouteYaml> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const wrong = document.errors.map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, message }));
  if (wrong.length > 0) return { definition: null, problems: wrong };
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 20 });
  } catch (thrown) {
    if (!(thrown instanceof ReferenceError)) throw thrown;
    const isUnknown = thrown.message.startsWith("Unresolved alias");
    const message = isUnknown ? `${thrown.message}.` : "It repeats itself too often by aliases.";
    return { definition: null, problems: [{ line: 1, message }] };
  }
  const lineOf = (path: readonly PropertyKey[]) => lineAt(document, lines, path);
  const result = RouteDefinition.safeParse(value);
  const issues = result.success ? [] : result.error.issues;
  const problems = [
    ...issues.map(({ path, message }) => ({
      line: lineOf(path),
      message: path.length > 0 ? `${path.map(String).join(".")}: ${message}` : message,
    })),
    ...unknownMembers(value, result.success ? result.data : onlyTopLevel(value), []).map((path) => ({
      line: lineOf(path),
      message: `${path.join(".")}: a route has no such member.`,
    })),
  ].toSorted((a, b) => a.line - b.line);
  if (result.success && problems.length === 0) return { definition: result.data, problems: [] };
  return { definition: null, problems };
}

/** Where the schema has refused a definition it says nothing of the members that it would leave away; these are judged by their names. */
function onlyTopLevel(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => Object.hasOwn(RouteDefinition.shape, name)),
  );
}

/** The line of what stands at a path, or of the nearest thing above it that is there. */
function lineAt(
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  path: readonly PropertyKey[],
): number {
  for (let length = path.length; length > 0; length -= 1) {
    const at = path.slice(0, length);
    const parent = document.getIn(at.slice(0, -1), true);
    const key = at.at(-1);
    const pair = isMap(parent)
      ? parent.items.find((item) => isScalar(item.key) && item.key.value === key)
      : null;
    const node = pair?.key ?? document.getIn(at, true);
    const start = rangeStart(node);
    if (start !== null) return lines.linePos(start).line;
  }
  return 1;
}

function rangeStart(node: unknown): number | null {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range))
    return null;
  const [start] = node.range as unknown[];
  return typeof start === "number" ? start : null;
}

type Path = (string | number)[];

/** Members that the schema left away. */
function unknownMembers(given: unknown, kept: unknown, path: Path): Path[] {
  if (Array.isArray(given) && Array.isArray(kept))
    return given.flatMap((item, at) => unknownMembers(item, kept[at], [...path, at]));
  if (!isRecord(given) || !isRecord(kept)) return [];
  return Object.entries(given).flatMap(([name, value]) =>
    Object.hasOwn(kept, name) ? unknownMembers(value, kept[name], [...path, name]) : [[...path, name]],
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
