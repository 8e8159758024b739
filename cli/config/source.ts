import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { type Options as CsvOptions, parse } from "csv-parse/sync";
import { isCollection, isNode, LineCounter, parseAllDocuments } from "yaml";

export type Path = readonly (string | number)[];

/** Something a configuration asks that cannot be done: where it stands, and what to do. */
export type Problem = { file: string; line: number | null; message: string };

/** A configuration that is wrong, as a whole: every problem at once. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(problemLine).join("\n"));
    this.problems = problems;
  }
}

export function problemLine({ file, line, message }: Problem): string {
  return `${file}${line === null ? "" : `:${line}`}: ${message}`;
}

/** A file read as YAML or JSON (which is YAML), with the line on which each part of it stands. */
export type Source = { file: string; value: unknown; lineOf(path: Path): number | null };

/** YAML aliases may multiply: a file of a few lines must not grow to gigabytes. */
const mostAliases = 1_000;

/** Reads a YAML or JSON file. Throws ConfigError for what is not there or does not parse. */
export function readSource(file: string): Source {
  const text = readText(file);
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, merge: true });
  const [document] = "empty" in documents ? [] : documents;
  const [error] = document?.errors ?? [];
  if (error) {
    const { line } = lines.linePos(error.pos[0]);
    throw new ConfigError([{ file, line, message: `This is not YAML: ${error.message.split("\n")[0]}` }]);
  }
  return {
    file,
    value: document?.toJS({ maxAliasCount: mostAliases }) ?? null,
    lineOf(path) {
      // A path that goes through an alias or a merge ends where the document's own nodes end.
      for (let length = path.length; length > 0; length -= 1) {
        const node = document?.getIn(path.slice(0, length), true);
        if (isNode(node) && node.range) return lines.linePos(placeOf(node, node.range[0])).line;
      }
      return null;
    },
  };
}

/** A text file, without a byte order mark. Throws ConfigError. */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const message = isMissing ? "There is no such file." : `It cannot be read: ${String(error)}`;
    throw new ConfigError([{ file, line: null, message }]);
  }
}

/** The rows of a CSV file by the names of its columns, each with the line it ends on. Throws ConfigError. */
export function csvRows(
  file: string,
  text: string,
  options: CsvOptions = {},
): { row: Record<string, string>; line: number }[] {
  try {
    const rows = parse(text, {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      relax_quotes: true,
      relax_column_count: true,
      trim: true,
      info: true,
      ...options,
    }) as unknown as { record: Record<string, string>; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ row: record, line: info.lines }));
  } catch (error) {
    throw new ConfigError([
      {
        file,
        line: null,
        message: `This is not CSV: ${error instanceof Error ? error.message : String(error)}`,
      },
    ]);
  }
}

export function extensionOf(file: string): string {
  return extname(file).slice(1).toLowerCase();
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A block begins where its first entry does. */
function placeOf(node: unknown, start: number): number {
  return isCollection(node) ? (node.range?.[0] ?? start) : start;
}
