import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { isValidElement } from "react";

/** Marks what runs in a browser: it is not called here, and whatever it is handed leaves the server. */
const inBrowser = Symbol("client component");

/** The modules that say "use client", as modules whose exports stand for their components. */
export function clientModules(): { file: string; exports: () => Record<string, unknown> }[] {
  return globSync(["app/**/*.{ts,tsx}", "components/**/*.{ts,tsx}"]).flatMap((file) => {
    const text = readFileSync(file, "utf8");
    if (!/^"use client"/m.test(text)) return [];
    const names = [...text.matchAll(/^export (?:default )?(?:async )?(?:function|const|class) (\w+)/gm)].map(
      ([whole, name = ""]) => (whole.startsWith("export default") ? "default" : name),
    );
    const lists = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list = ""]) => list.split(","));
    for (const item of lists) {
      const name = item
        .trim()
        .split(/\s+as\s+/)
        .at(-1);
      if (name && !name.startsWith("type ")) names.push(name);
    }
    return [{ file: resolve(file), exports: () => standIns(names) }];
  });
}

/** One stand-in for each name. */
export function standIns(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, Object.assign(() => null, { [inBrowser]: true })]));
}

/** Every text that a tree of server components sends: what they draw, and what they hand to client components. */
export async function textsOf(node: unknown, found: string[] = []): Promise<string[]> {
  if (typeof node === "string" || typeof node === "number") found.push(String(node));
  else if (node instanceof Promise) await textsOf(await node, found);
  else if (isValidElement<Record<string, unknown>>(node)) {
    const { type, props } = node;
    const isServer = typeof type === "function" && !(inBrowser in type);
    if (isServer) await textsOf(await (type as (given: object) => unknown)(props), found);
    else for (const value of Object.values(props)) await textsOf(value, found);
  } else if (isPlain(node))
    for (const [key, value] of entriesOf(node)) await textsOf(value, keep(found, key));
  return found;
}

const keep = (found: string[], key: unknown) => {
  if (typeof key === "string") found.push(key);
  return found;
};

/** What a server component can hand over, beside elements: lists, records, maps and sets. */
function isPlain(node: unknown): node is object {
  if (typeof node !== "object" || node === null) return false;
  if (Symbol.iterator in node) return true;
  const prototype: unknown = Object.getPrototypeOf(node);
  return prototype === Object.prototype || prototype === null;
}

function entriesOf(node: object): [unknown, unknown][] {
  if (node instanceof Map) return [...node].map(([key, value]) => [key, value]);
  if (Symbol.iterator in node) return [...(node as Iterable<unknown>)].map((value) => [undefined, value]);
  return Object.entries(node);
}
