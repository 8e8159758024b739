import { parseSync } from "vite";

/** A node of the ESTree with TypeScript's, as oxc gives it. */
export type Node = { type: string; start: number; end: number; [key: string]: unknown };
export type Visit = (node: Node, parents: readonly Node[]) => void;

/** The program of a TypeScript file. Throws where it cannot be parsed. */
export function parse(file: string, source: string): Node {
  const { program, errors } = parseSync(file, source);
  const [first] = errors;
  if (first) throw new Error(`${file}: ${first.message}`);
  return program as unknown as Node;
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

/** Values live under these TypeScript nodes; everything below any other is a type. */
const transparent = new Set(["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression"]);

/** Every expression and statement, parents first; types are left out. */
export function walk(root: Node, visit: Visit, parents: readonly Node[] = []): void {
  if (root.type.startsWith("TS") && !transparent.has(root.type)) return;
  visit(root, parents);
  const within = [...parents, root];
  for (const [key, value] of Object.entries(root)) {
    if (key === "typeArguments" || key === "typeAnnotation" || key === "returnType") continue;
    if (key === "key" && !root["computed"]) continue;
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, within);
  }
}
