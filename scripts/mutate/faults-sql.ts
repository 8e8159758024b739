import { isNode, type Node } from "./syntax.ts";

type Find = (node: Node, text: (node: Node) => string, parents: readonly Node[]) => string[];

const opposites: Record<string, string> = {
  gte: "gt",
  gt: "gte",
  lte: "lt",
  lt: "lte",
  eq: "ne",
  ne: "eq",
  isNull: "isNotNull",
  isNotNull: "isNull",
};
/** One step of what a raw `sql` text compares or counts. */
const inText: [RegExp, (found: string) => string][] = [
  [/(?<= )(?:<=|>=|<|>)(?= )/g, (found) => (found.length === 2 ? found.slice(0, 1) : `${found}=`)],
  // What `exists (select 1 ...)` selects is nobody's concern.
  [/(?<![\w.$:]|select )\d+(?![\w.])/g, (found) => String(Number(found) + 1)],
  [/(?<=\s)(?:and|or)(?=\s)/g, (found) => (found === "and" ? "or" : "and")],
  [/\b(?:greatest|least)(?=\()/g, (found) => (found === "greatest" ? "least" : "greatest")],
];

/** Faults in drizzle's conditions (a bound moved, a member of `and` left out) and in raw `sql` texts. */
export function sqlFaults(program: Node): Find[] {
  const drizzle = new Set(importedFrom(program, /^drizzle-orm/));
  const nameOf = (node: Node | undefined) => {
    const name =
      node?.type === "CallExpression" && isNode(node["callee"]) ? String(node["callee"]["name"]) : "";
    return drizzle.has(name) ? name : null;
  };
  return [
    (node, text, parents) => {
      const name = nameOf(node);
      if (name === "and" || name === "or") return withoutOne(name, (node["arguments"] as Node[]).map(text));
      return name === null
        ? []
        : moved(name, (node["arguments"] as Node[]).map(text), nameOf(parents.at(-1)));
    },
    rawText,
  ];
}

function importedFrom(program: Node, source: RegExp): string[] {
  return (program["body"] as Node[])
    .filter(
      ({ type, source: from }) =>
        type === "ImportDeclaration" && isNode(from) && source.test(String(from["value"])),
    )
    .flatMap((node) => (node["specifiers"] as Node[]).map(({ local }) => String((local as Node)["name"])));
}

/**
 * Each member left out. Not the project beside a row's own id: that id names one row in the world, and whether a verb
 * refuses another project's is asked of every verb by the tenancy tests.
 */
function withoutOne(name: string, args: string[]): string[] {
  if (args.length < 2) return [];
  const hasId = args.some((member) => /^eq\(\w+\.id,/.test(member));
  return args.flatMap((member, place) =>
    hasId && /^eq\(\w+\.projectId,/.test(member)
      ? []
      : [`${name}(${args.filter((_, other) => other !== place).join(", ")})`],
  );
}

/** The opposite, from the library itself as a file sees only what it imports. A member of `and` is left out rather than turned round. */
function moved(name: string, args: string[], parent: string | null): string[] {
  const opposite = opposites[name];
  const isBound = /^[gl]te?$/.test(name);
  return opposite === undefined || (parent === "and" && !isBound)
    ? []
    : [`__drizzle.${opposite}(${args.join(", ")})`];
}

/** `and` of everything is rarely `or` of it; in raw text both stand for themselves. */
function rawText(node: Node, text: (node: Node) => string): string[] {
  if (node.type !== "TaggedTemplateExpression" || !isNode(node["tag"])) return [];
  if (node["tag"]["name"] !== "sql") return [];
  const whole = text(node);
  const quasis = (node["quasi"] as Node)["quasis"] as Node[];
  return quasis.flatMap((quasi) => {
    const [from, to] = [quasi.start - node.start, quasi.end - node.start];
    const piece = whole.slice(from, to);
    return inText.flatMap(([pattern, change]) =>
      [...piece.matchAll(pattern)].map(({ 0: found, index }) => {
        const changed = piece.slice(0, index) + change(found) + piece.slice(index + found.length);
        return whole.slice(0, from) + changed + whole.slice(to);
      }),
    );
  });
}
