import type { Mutant } from "./mutant.ts";

type Place = { start: number; end: number; mutants: Mutant[]; inner: Place[] };

/**
 * A file's source with every mutant built in, each asleep until `__mutant(id)` says so: the modules are made once, however
 * many mutants are tried. Lines stay where they are.
 */
export function instrument(source: string, mutants: readonly Mutant[]): string {
  const body = render(source, { start: 0, end: source.length, mutants: [], inner: nest(mutants) });
  const drizzle = body.includes("__drizzle.") ? 'import * as __drizzle from "drizzle-orm";' : "";
  return `${drizzle}const __mutant = globalThis.__mutant ?? (() => false);${body}`;
}

function nest(mutants: readonly Mutant[]): Place[] {
  const byPlace = [...Map.groupBy(mutants, ({ start, end }) => `${start} ${end}`).values()].flatMap(
    (group) => {
      const [first] = group;
      return first ? [{ start: first.start, end: first.end, mutants: group, inner: [] }] : [];
    },
  );
  const places: Place[] = byPlace.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const roots: Place[] = [];
  const open: Place[] = [];
  for (const place of places) {
    while (open.length > 0 && (open.at(-1)?.end ?? 0) < place.end) open.pop();
    (open.at(-1)?.inner ?? roots).push(place);
    open.push(place);
  }
  return roots;
}

function render(source: string, { start, end, mutants, inner }: Place): string {
  let text = "";
  let at = start;
  for (const place of inner) {
    text += source.slice(at, place.start) + render(source, place);
    at = place.end;
  }
  text += source.slice(at, end);
  if (mutants.length === 0) return text;
  const asleep = mutants.map(({ id, replacement }) => `__mutant(${id}) ? (${replacement}) : `).join("");
  return `(${asleep}(${text}))`;
}
