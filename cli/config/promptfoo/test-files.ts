import { namedDelimiter } from "#platform/csv";
import { csvRows, extensionOf } from "../source.ts";
import { assertionOf } from "./expected.ts";
import { orRefused, type Place, type Reading } from "./reading.ts";

export type WrittenTest = { place: Place; value: unknown };

/** The tests that a file (or each file of a pattern) holds, as they would stand in the configuration. */
export function testsInFiles(reading: Reading, place: Place, written: string): WrittenTest[] {
  if (/^(https?|huggingface|huggingface:):/.test(written)) {
    reading.refuse(place, `the tests ${written} are fetched from another service; save them as a file.`);
    return [];
  }
  if (/\.(js|cjs|mjs|ts|py)(:\w+)?$/.test(written)) {
    reading.refuse(
      place,
      `the tests ${written} are a program, and this program runs none of a configuration's.`,
    );
    return [];
  }
  const paths = orRefused(reading, place, () => reading.paths(written, place)) ?? [];
  if (paths.length === 0) reading.refuse(place, `there is no file ${reading.path(written)}.`);
  return paths.flatMap((path) => orRefused(reading, place, () => inFile(reading, place, path)) ?? []);
}

function inFile(reading: Reading, place: Place, path: string): WrittenTest[] {
  switch (extensionOf(path)) {
    case "csv":
    case "tsv":
      return inCsv(reading, place, path);
    case "jsonl": {
      const lines = reading.text(path, place).split(/\r?\n/);
      return lines.flatMap((line, at) =>
        line.trim() === ""
          ? []
          : [{ place: placed(path, at + 1), value: jsonOf(reading, placed(path, at + 1), line) }],
      );
    }
    case "yaml":
    case "yml":
    case "json": {
      const source = reading.source(path, place);
      const items: unknown[] = Array.isArray(source.value) ? source.value : [source.value];
      return items.map((value, at) => ({
        place: { source, path: Array.isArray(source.value) ? [at] : [], isData: true },
        value,
      }));
    }
    default:
      reading.refuse(place, `${path} is no CSV, JSON, JSONL or YAML.`);
      return [];
  }
}

function jsonOf(reading: Reading, place: Place, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    reading.refuse(place, "this line is not JSON.");
    return {};
  }
}

/** A line of a file that is no YAML. */
function placed(file: string, line: number): Place {
  return { source: { file, value: null, lineOf: () => line }, path: [], isData: true };
}

function inCsv(reading: Reading, place: Place, path: string): WrittenTest[] {
  const text = reading.text(path, place);
  const named = namedDelimiter(text);
  const delimiter =
    named ?? (extensionOf(path) === "tsv" ? "\t" : (process.env["PROMPTFOO_CSV_DELIMITER"] ?? ","));
  const rows = csvRows(path, text, { delimiter, ...(named === null ? {} : { from_line: 2 }) });
  return rows.map(({ row, line }) => ({ place: placed(path, line), value: testOf(row) }));
}

/** A row as a test: `__` columns say what it is, every other one is a variable. */
function testOf(row: Record<string, string>): Record<string, unknown> {
  const entries = Object.entries(row);
  const vars = Object.fromEntries(entries.filter(([name]) => !name.startsWith("__")));
  const asserted = entries.filter(([name, cell]) => /^__expected\d*$/.test(name) && cell.trim() !== "");
  const metadata = entries.flatMap(([name, cell]) => {
    const key = /^__metadata:(.+)$/.exec(name)?.[1];
    if (key === undefined) return [];
    return [
      key.endsWith("[]") ? [key.slice(0, -2), cell.split(",").map((part) => part.trim())] : [key, cell],
    ];
  });
  const metric = row["__metric"];
  const threshold = row["__threshold"];
  return {
    vars,
    ...(row["__description"] ? { description: row["__description"] } : {}),
    ...(threshold ? { threshold: Number(threshold) } : {}),
    ...(metadata.length > 0 ? { metadata: Object.fromEntries(metadata) as Record<string, unknown> } : {}),
    assert: asserted.map(([, cell]) => ({ ...assertionOf(cell), ...(metric ? { metric } : {}) })),
    options: {
      ...(row["__prefix"] ? { prefix: row["__prefix"] } : {}),
      ...(row["__suffix"] ? { suffix: row["__suffix"] } : {}),
    },
  };
}
