import { isRecord } from "../source.ts";
import { fill, TemplateError } from "../../eval/template.ts";
import { orRefused, type Place, type Reading } from "./reading.ts";

const mostCombinations = 10_000;

/** Every combination of the values that variables may have: a list is one of each, a pattern of files one of each file. */
export function combinations(
  reading: Reading,
  place: Place,
  value: unknown,
  isExpanded: boolean,
): Record<string, unknown>[] {
  if (typeof value === "string" && value.startsWith("file://"))
    return combinations(
      reading,
      place,
      orRefused(reading, place, () => reading.source(reading.path(value), place).value) ?? {},
      isExpanded,
    );
  if (value !== undefined && value !== null && !isRecord(value)) {
    reading.refuse(place, "vars is an object.");
    return [{}];
  }
  let sets: Record<string, unknown>[] = [{}];
  for (const [name, written] of Object.entries(value ?? {})) {
    const values = valuesOf(reading, { ...place, path: [...place.path, name] }, written, isExpanded);
    sets = sets.flatMap((set) => values.map((each) => ({ ...set, [name]: each })));
    if (sets.length > mostCombinations) {
      reading.refuse(place, `these variables make more than ${mostCombinations.toLocaleString("en")} cases.`);
      return [{}];
    }
  }
  return sets.map(withReferences);
}

function valuesOf(reading: Reading, place: Place, written: unknown, isExpanded: boolean): unknown[] {
  if (Array.isArray(written) && isExpanded) {
    const values: unknown[] = written;
    // A list of objects is one value: messages, rows.
    return values.every((value) => typeof value !== "object")
      ? values.flatMap((value) => valuesOf(reading, place, value, isExpanded))
      : [values];
  }
  if (typeof written !== "string" || !written.startsWith("file://")) return [written];
  if (/\.(js|cjs|mjs|ts|py)(:\w+)?$/.test(written)) {
    reading.refuse(
      place,
      `the value ${written} is a program, and this program runs none of a configuration's.`,
    );
    return [""];
  }
  if (/\.(png|jpe?g|gif|webp|pdf|mp3|wav|mp4)$/i.test(written)) {
    reading.refuse(place, `${written} is no text, and pictures, sound and PDF are not read.`);
    return [""];
  }
  const paths = orRefused(reading, place, () => reading.paths(written, place));
  if (paths === null) return [""];
  if (paths.length === 0) {
    reading.refuse(place, `there is no file ${reading.path(written)}.`);
    return [""];
  }
  return paths.map((path) => {
    if (/\.ya?ml$/.test(path))
      return JSON.stringify(orRefused(reading, place, () => reading.source(path, place).value));
    return orRefused(reading, place, () => reading.text(path, place).trim()) ?? "";
  });
}

/** Variables may name others; a ring of them ends after as many steps as there are variables. */
function withReferences(set: Record<string, unknown>): Record<string, unknown> {
  let current = set;
  for (let step = 0; step < Object.keys(set).length; step += 1) {
    const before = current;
    current = Object.fromEntries(
      Object.entries(before).map(([name, value]) => [
        name,
        typeof value === "string" ? filled(value, before) : value,
      ]),
    );
    if (Object.entries(current).every(([name, value]) => value === before[name])) break;
  }
  return current;
}

/** A text of a data file that only looks like a template is itself. */
function filled(value: string, variables: Record<string, unknown>): string {
  try {
    return fill(value, variables);
  } catch (error) {
    if (error instanceof TemplateError) return value;
    throw error;
  }
}
