import { namedDelimiter, plainCell } from "#platform/csv";
import { AppError, isAppError } from "#platform/errors";
import { parseJsonExactly } from "#platform/json";
import { findUnstorable } from "../content.ts";
import { datasetLimits, type FileFormat, type LineError } from "../schema.ts";
import { readCsv, sniffDelimiter } from "./csv.ts";
import { openFile } from "./open.ts";

/** One row of a file by column; cells of a CSV are text, values of JSONL keep their JSON type. */
export type SourceRow = { line: number; values: Record<string, unknown> };

/** A file opened as a table. `rows` reads it from the start each time and yields bad lines as errors. */
export type SourceTable = {
  format: FileFormat;
  delimiter: string | null;
  columns: string[];
  rows(): Generator<SourceRow | (LineError & { values?: never })>;
};

const maxDepth = 64;

/** Opens a file's bytes as a table. Throws too_large and invalid_input as `openFile`, and for a head line that cannot be used. */
export function openTable(fileName: string, bytes: Uint8Array): SourceTable {
  const { format, text } = openFile(fileName, bytes);
  return format === "csv" ? csvTable(text) : jsonlTable(text);
}

function csvTable(text: string): SourceTable {
  const named = namedDelimiter(text);
  const delimiter = named ?? sniffDelimiter(text);
  const [head] = readCsv(text, delimiter)
    .drop(named === null ? 0 : 1)
    .take(1)
    .toArray();
  if (!head || "error" in head)
    throw new AppError(
      "invalid_input",
      head ? `Line ${head.line}: ${head.error}` : "The file holds no line.",
    );
  const columns = head.cells.map((cell) => plainCell(cell).trim());
  refuseHead(columns, head.line);
  return { format: "csv", delimiter, columns, rows: () => csvRows(text, delimiter, columns, head.line) };
}

function refuseHead(columns: string[], line: number): void {
  const empty = columns.indexOf("");
  if (empty >= 0)
    throw new AppError(
      "invalid_input",
      `Line ${line}: column ${empty + 1} has no name. The first line must name every column.`,
    );
  const twice = columns.find((column, at) => columns.indexOf(column) !== at);
  if (twice)
    throw new AppError("invalid_input", `Line ${line}: two columns are called "${twice}". Rename one.`);
  if (columns.length > datasetLimits.columns)
    throw new AppError(
      "too_large",
      `The file has ${columns.length} columns; at most ${datasetLimits.columns} can be imported.`,
    );
  const long = columns.find((column) => column.length > 200);
  if (long)
    throw new AppError(
      "invalid_input",
      `Line ${line}: a column's name is longer than 200 characters. Is the first line the names of the columns?`,
    );
}

function* csvRows(
  text: string,
  delimiter: string,
  columns: string[],
  headLine: number,
): ReturnType<SourceTable["rows"]> {
  for (const record of readCsv(text, delimiter)) {
    if (record.line <= headLine) continue;
    if ("error" in record) yield { line: record.line, message: record.error };
    else yield csvRow(record.line, record.cells, columns);
  }
}

function csvRow(line: number, cells: string[], columns: string[]): SourceRow | LineError {
  if (cells.length !== columns.length) {
    return {
      line,
      message: `This line has ${cells.length} ${cells.length === 1 ? "cell" : "cells"}; the first line names ${columns.length} columns.`,
    };
  }
  const values: Record<string, unknown> = {};
  for (const [at, column] of columns.entries()) {
    const cell = plainCell(cells[at] ?? "");
    const problem = cellProblem(column, cell) ?? findUnstorable(cell);
    if (problem) return { line, message: problem };
    values[column] = cell;
  }
  return { line, values };
}

function jsonlTable(text: string): SourceTable {
  const columns = new Set<string>();
  for (const row of jsonlRows(text)) {
    for (const column of Object.keys(row.values ?? {})) columns.add(column);
    if (columns.size > datasetLimits.columns)
      throw new AppError(
        "too_large",
        `The objects have more than ${datasetLimits.columns} different fields; put the rest inside one of them.`,
      );
  }
  return { format: "jsonl", delimiter: null, columns: [...columns], rows: () => jsonlRows(text) };
}

function* jsonlRows(text: string): ReturnType<SourceTable["rows"]> {
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  for (let line = 1; start < text.length; line += 1) {
    const end = text.indexOf("\n", start);
    const source = text.slice(start, end < 0 ? text.length : end).trim();
    start = end < 0 ? text.length : end + 1;
    if (source !== "") yield jsonRow(line, source);
  }
}

function jsonRow(line: number, source: string): SourceRow | LineError {
  let parsed: unknown;
  try {
    parsed = parseJsonExactly(source);
  } catch (cause) {
    if (isAppError(cause)) return { line, message: cause.message };
    if (!(cause instanceof SyntaxError)) throw cause;
    return { line, message: `This line is not valid JSON: ${cause.message}.` };
  }
  if (!isObject(parsed)) return { line, message: "This line is not a JSON object." };
  if (!isWithinDepth(parsed, maxDepth))
    return { line, message: `This object is nested deeper than ${maxDepth} levels.` };
  const values = flatten(parsed);
  for (const [column, value] of Object.entries(values)) {
    const problem =
      cellProblem(column, typeof value === "string" ? value : JSON.stringify(value)) ??
      findUnstorable({ [column]: value });
    if (problem) return { line, message: problem };
  }
  return { line, values };
}

/** {inputs: {a}, metadata: {b}} reads as the columns inputs.a and metadata.b, the form our own export writes. */
function flatten(row: Record<string, unknown>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(row)) {
    const isGroup = (key === "inputs" || key === "metadata") && isObject(value);
    if (isGroup) for (const [inner, part] of Object.entries(value)) values[`${key}.${inner}`] = part;
    else values[key] = value;
  }
  return values;
}

function cellProblem(column: string, cell: string): string | null {
  // A character takes at most three bytes, so most cells need no counting.
  if (cell.length * 3 > datasetLimits.cellBytes && Buffer.byteLength(cell) > datasetLimits.cellBytes) {
    return `The column "${column}" holds more than ${datasetLimits.cellBytes / 1024} kB on this line.`;
  }
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWithinDepth(value: unknown, left: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return left > 0 && Object.values(value).every((inner) => isWithinDepth(inner, left - 1));
}
