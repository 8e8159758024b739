import { sqlFaults } from "./faults-sql.ts";
import type { Fault } from "./mutant.ts";
import { isNode, type Node, parse, walk } from "./syntax.ts";

type Find = (node: Node, text: (node: Node) => string, parents: readonly Node[]) => string[];

const bounds: Record<string, string> = { "<": "<=", "<=": "<", ">": ">=", ">=": ">" };
const equality: Record<string, string> = { "===": "!==", "!==": "===" };
const arithmetic: Record<string, string> = { "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "**": "*" };
const logical: Record<string, string> = { "&&": "||", "||": "&&" };
/** Calls of methods and functions that have an opposite. */
const opposites = new Map([
  ["Math.max", "Math.min"],
  ["Math.min", "Math.max"],
  ["Math.floor", "Math.ceil"],
  ["Math.ceil", "Math.floor"],
]);
/** Methods a list stays a list without. */
const removable = new Set(["filter", "slice", "toSorted", "toReversed"]);

/**
 * Every fault the runner knows how to make in a file: bounds of comparisons, arithmetic, negations, and for or, null or
 * nothing returned, constants, conditions of filters, and what drizzle's conditions and `sql` texts say.
 */
export function faultsOf(file: string, source: string): Fault[] {
  const program = parse(file, source);
  const text = (node: Node) => source.slice(node.start, node.end);
  const faults: Fault[] = [];
  const finds = [binary, logicalOf, unary, literal, call, test, returned, ...sqlFaults(program)];
  walk(program, (node, parents) => {
    if (isMessage(node, parents)) return;
    for (const find of finds)
      for (const replacement of find(node, text, parents)) {
        const place = placeOf(node);
        faults.push({ start: place.start, end: place.end, replacement });
      }
  });
  return faults;
}

/** What a statement is changed in: a `return` in what it returns. */
function placeOf(node: Node): Node {
  const given = node.type === "ReturnStatement" ? node["argument"] : node;
  return isNode(given) ? given : node;
}

/** Words for people are read by people; a wrong number there is not what this is about. */
function isMessage(node: Node, parents: readonly Node[]): boolean {
  const isErrorOf = (one: Node) =>
    one.type === "ThrowStatement" ||
    (one.type === "NewExpression" && isNode(one["callee"]) && one["callee"]["name"] === "AppError");
  return [...parents, node].some(isErrorOf);
}

const binary: Find = (node, text) => {
  if (node.type !== "BinaryExpression") return [];
  const [left, right, operator] = [node["left"] as Node, node["right"] as Node, String(node["operator"])];
  const isText = (side: Node) =>
    side.type === "TemplateLiteral" || (side.type === "Literal" && typeof side["value"] === "string");
  const swapped =
    bounds[operator] ??
    equality[operator] ??
    (isText(left) || isText(right) ? undefined : arithmetic[operator]);
  return swapped ? [`${text(left)} ${swapped} ${text(right)}`] : [];
};

const logicalOf: Find = (node, text) => {
  const swapped = node.type === "LogicalExpression" ? logical[String(node["operator"])] : undefined;
  return swapped ? [`(${text(node["left"] as Node)}) ${swapped} (${text(node["right"] as Node)})`] : [];
};

const unary: Find = (node, text) => {
  if (node.type !== "UnaryExpression") return [];
  const argument = node["argument"] as Node;
  if (node["operator"] === "!") return [text(argument)];
  return node["operator"] === "-" && argument.type !== "Literal" ? [text(argument)] : [];
};

const literal: Find = (node, _, parents) => {
  if (node.type !== "Literal") return [];
  const { value } = node as unknown as { value: unknown };
  if (typeof value === "boolean") return [String(!value)];
  if (typeof value !== "number" || isInTable(parents) || isFallback(node, parents.at(-1))) return [];
  // A millisecond more in a day is nobody's fault; a tenth more is.
  if (!Number.isInteger(value)) return [String(value * 2)];
  return [String(value >= 1000 ? Math.round(value * 1.1) : value + 1)];
};

/** `list[place] ?? 0`, where the place is known to be there: said to the type checker, and never reached. */
function isFallback(node: Node, parent: Node | undefined): boolean {
  if (parent?.type !== "LogicalExpression" || parent["operator"] !== "??" || parent["right"] !== node)
    return false;
  const left = parent["left"] as Node;
  return left.type === "MemberExpression" && left["computed"] === true;
}

/** Coefficients of a formula stand in long lists: each is proven by the same reference values. */
function isInTable(parents: readonly Node[]): boolean {
  return parents.some(
    ({ type, elements }) => type === "ArrayExpression" && Array.isArray(elements) && elements.length > 6,
  );
}

const call: Find = (node, text) => {
  if (node.type !== "CallExpression" || !isNode(node["callee"])) return [];
  const callee = node["callee"];
  const args = (node["arguments"] as Node[]).map(text).join(", ");
  const opposite = opposites.get(text(callee));
  if (opposite) return [`${opposite}(${args})`];
  if (callee.type !== "MemberExpression" || callee["optional"]) return [];
  const [object, name] = [text(callee["object"] as Node), text(callee["property"] as Node)];
  if (name === "some") return [`${object}.every(${args})`];
  if (name === "every") return [`${object}.some(${args})`];
  return removable.has(name) ? [object] : [];
};

/** A condition that is a bare value is turned round; comparisons and the like have faults of their own. */
const test: Find = (node, text, parents) => {
  const parent = parents.at(-1);
  const isCondition =
    (parent?.type === "IfStatement" || parent?.type === "ConditionalExpression") && parent["test"] === node;
  if (!isCondition) return [];
  return ["Identifier", "MemberExpression", "CallExpression"].includes(node.type) ? [`!(${text(node)})`] : [];
};

const returned: Find = (node, text) => {
  const argument = node["argument"];
  if (node.type !== "ReturnStatement" || !isNode(argument)) return [];
  const isBare = argument.type === "Literal" || argument.type === "Identifier";
  if (isBare && ["null", "undefined", "true", "false"].includes(text(argument))) return [];
  if (argument.type === "ArrayExpression")
    return (argument["elements"] as unknown[]).length > 0 ? ["[]"] : [];
  // That a whole verb does nothing is noticed by every test of it, and says little.
  return text(argument).includes("\n") ? [] : ["null"];
};
