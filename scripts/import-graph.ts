import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** One import: of which file, of what (a file of the house, or a package's name), and whether it counts at run time. */
type Import = { from: string; to: string; isType: boolean; isLazy: boolean };

const statement =
  /^(?:import|export)\s+(type\s)?[^;"'`]*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm;

/** Every import of the files beside tests: static, `import()` and of types. */
export function importsOf(folders: string[]): Import[] {
  const aliases = Object.entries(readAliases());
  return globSync(folders.map((folder) => `${folder}/**/*.{ts,tsx}`))
    .filter((file) => !/\.(test|testing)\.tsx?$/.test(file))
    .flatMap((from) =>
      [...readFileSync(from, "utf8").matchAll(statement)].map(
        ([, type, named = "", bare = "", lazy = ""]) => ({
          from,
          to: locate(from, named || bare || lazy, aliases),
          isType: type !== undefined,
          isLazy: lazy !== "",
        }),
      ),
    );
}

/** Files that import each other in a ring, each ring once (strongly connected components, after Tarjan). */
export function rings(edges: { from: string; to: string }[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): number => {
    const at = index.size;
    index.set(node, at);
    low.set(node, at);
    stack.push(node);
    for (const to of next.get(node) ?? []) {
      if (!index.has(to)) low.set(node, Math.min(low.get(node) ?? at, visit(to)));
      else if (stack.includes(to)) low.set(node, Math.min(low.get(node) ?? at, index.get(to) ?? at));
    }
    if (low.get(node) === at) {
      const ring = stack.splice(stack.indexOf(node));
      if (ring.length > 1) found.push(ring.toSorted());
    }
    return low.get(node) ?? at;
  };
  for (const node of next.keys()) if (!index.has(node)) visit(node);
  return found;
}

/** What a program loads that starts with `entry`: files and packages, types and `import()` left out. */
export function loadedBy(entry: string, imports: Import[]): Set<string> {
  const next = Map.groupBy(
    imports.filter(({ isType, isLazy }) => !isType && !isLazy),
    ({ from }) => from,
  );
  const seen = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    waiting.push(...(next.get(file) ?? []).map(({ to }) => to));
  }
  return seen;
}

function readAliases(): Record<string, string> {
  return (JSON.parse(readFileSync("package.json", "utf8")) as { imports: Record<string, string> }).imports;
}

function locate(from: string, specifier: string, aliases: [string, string][]): string {
  if (specifier.startsWith(".")) return relative(".", resolve(dirname(from), specifier));
  for (const [alias, path] of aliases) {
    const [head = "", tail] = alias.split("*");
    if (tail === undefined ? specifier === alias : specifier.startsWith(head)) {
      const file = join(path.replace("*", specifier.slice(head.length)));
      if (existsSync(file)) return file;
    }
  }
  return specifier;
}
