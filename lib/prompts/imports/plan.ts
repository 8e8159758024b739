import { parse } from "csv-parse/sync";
import { contentBytes, PromptContent, promptLimits } from "../content.ts";
import {
  type ImportError,
  type ImportMapping,
  type ImportPlan,
  type ImportRow,
  PromptPath,
} from "../schema.ts";
import { detectVariables, templateProblems } from "../template.ts";

type Source = {
  csv?: string | undefined;
  rows?: Record<string, unknown>[] | undefined;
  folder: string;
  mapping?: ImportMapping | undefined;
};
type Line = { line: number; cells: Record<string, string> };

const guesses = {
  path: ["path", "act", "name", "title", "id"],
  text: ["prompt", "text", "content", "template"],
  description: ["description", "note"],
};

/**
 * Reads a file into prompts without writing anything: a path for each (from its name, unique in the file),
 * its text, and every error with its line. `taken` are the paths the project already has.
 */
export function planImport(source: Source, taken: ReadonlySet<string>): ImportPlan {
  const { columns, lines, errors } =
    source.csv === undefined ? fromRows(source.rows ?? []) : fromCsv(source.csv);
  const mapping = source.mapping ?? guessMapping(columns);
  if (errors.length > 0) return { rows: [], errors, columns, mapping, notes: [] };
  if (!mapping)
    return {
      rows: [],
      errors: [{ line: 1, message: "Say which column holds the name and which the text." }],
      columns,
      mapping,
      notes: [],
    };
  const unknown = [mapping.path, mapping.text, mapping.description].find(
    (column) => column !== undefined && !columns.includes(column),
  );
  if (unknown !== undefined)
    return {
      rows: [],
      errors: [{ line: 1, message: `There is no column "${unknown}"; the file has ${columns.join(", ")}.` }],
      columns,
      mapping,
      notes: [],
    };
  if (lines.length === 0)
    return {
      rows: [],
      errors: [{ line: 1, message: "The file has no rows below its head." }],
      columns,
      mapping,
      notes: [],
    };
  const used = new Set<string>();
  const rows: ImportRow[] = [];
  const notes: ImportError[] = [];
  for (const line of lines) {
    const read = readLine(line, mapping, source.folder, used);
    const { text, renamed } = nameTags(read.text);
    read.text = text;
    notes.push(...renamed.map((message) => ({ line: read.line, message })));
    if (taken.has(read.path))
      errors.push({
        line: line.line,
        message: `${read.path} exists already; import into another folder or rename the row.`,
      });
    errors.push(...checkRow(read));
    rows.push(read);
  }
  return { rows, errors, notes, columns, mapping };
}

/** The content a row becomes: a text prompt with the variables its template uses. */
export function contentOfRow({ text }: Pick<ImportRow, "text">): PromptContent {
  const content = PromptContent.parse({ kind: "text", text });
  return { ...content, variables: detectVariables(content) };
}

function readLine(
  { line, cells }: Line,
  mapping: ImportMapping,
  folder: string,
  used: Set<string>,
): ImportRow {
  const prefix = folder ? `${folder}/` : "";
  const room = promptLimits.pathLength - prefix.length - 6;
  const base = `${prefix}${
    slugPath(cells[mapping.path] ?? "")
      .slice(0, room)
      .replace(/[-/]+$/, "") || `prompt-${line}`
  }`;
  let path = base;
  for (let copy = 2; used.has(path); copy += 1) path = `${base}-${copy}`;
  used.add(path);
  return {
    line,
    path,
    text: cells[mapping.text] ?? "",
    description: mapping.description ? (cells[mapping.description] ?? "") : "",
  };
}

/** Other tools allow spaces in a placeholder; ours become names: {{code here}} is {{code_here}}. */
function nameTags(text: string): { text: string; renamed: string[] } {
  const renamed: string[] = [];
  const named = text.replace(/\{\{\s*([A-Za-z][\w-]*(?: +[\w-]+)+)\s*\}\}/g, (tag, name: string) => {
    const result = `{{${name.trim().replaceAll(/ +/g, "_").slice(0, 64)}}}`;
    renamed.push(`${tag} became ${result}.`);
    return result;
  });
  return { text: named, renamed };
}

function checkRow(row: ImportRow): ImportError[] {
  const at = (message: string): ImportError => ({ line: row.line, message });
  const errors: ImportError[] = [];
  if (row.text.trim() === "") return [at("The text is empty.")];
  if (contentBytes(row.text) > promptLimits.contentBytes - 1_000)
    return [at(`The text is larger than ${promptLimits.contentBytes / 1_000} kB.`)];
  if (row.description.length > promptLimits.descriptionLength)
    errors.push(at(`The description is longer than ${promptLimits.descriptionLength} characters.`));
  if (!PromptPath.safeParse(row.path).success) errors.push(at(`"${row.path}" is not a path.`));
  const content = contentOfRow(row);
  if (content.variables.length > promptLimits.variables)
    errors.push(at(`The template uses more than ${promptLimits.variables} variables.`));
  for (const problem of templateProblems(content))
    if (problem.severity === "error") errors.push(at(problem.message));
  return errors;
}

/** Folders and names in the alphabet of paths: "Text Editors/Fix my é" is text-editors/fix-my-e. */
export function slugPath(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .split("/")
    .map((part) =>
      part
        .replaceAll("&", " and ")
        .replace(/[^a-z0-9._]+/g, "-")
        .replace(/^[^a-z0-9]+|[-.]+$/g, ""),
    )
    .filter(Boolean)
    .join("/");
}

function guessMapping(columns: string[]): ImportMapping | null {
  const find = (names: string[]) =>
    names
      .map((name) => columns.find((column) => column.trim().toLowerCase() === name))
      .find((column) => column !== undefined);
  const [path, text, description] = [find(guesses.path), find(guesses.text), find(guesses.description)];
  return path !== undefined && text !== undefined
    ? { path, text, ...(description === undefined ? {} : { description }) }
    : null;
}

type Read = { columns: string[]; lines: Line[]; errors: ImportError[] };

function fromRows(rows: Record<string, unknown>[]): Read {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row, index) => ({
    line: index + 1,
    cells: Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key,
        typeof value === "string"
          ? value
          : value === null || value === undefined
            ? ""
            : JSON.stringify(value),
      ]),
    ),
  }));
  return { columns, lines, errors: [] };
}

function fromCsv(csv: string): Read {
  const fail = (line: number, message: string): Read => ({
    columns: [],
    lines: [],
    errors: [{ line, message }],
  });
  if (csv.startsWith("PK\u0003\u0004") || csv.includes("\u0000"))
    return fail(1, "This is not a CSV file but a packed or binary one; unpack it or export it as CSV.");
  try {
    // `info` counts lines of the file, not rows, so that an error names the line an editor shows.
    const parsed = parse(csv, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    const [head, ...body] = parsed;
    if (!head) return fail(1, "The file is empty.");
    const columns = head.record.map((name) => name.trim());
    const errors: ImportError[] = [];
    let start = head.info.lines + 1;
    const lines = body.map(({ record, info }) => {
      const line = start;
      start = info.lines + 1;
      if (record.length !== columns.length)
        errors.push({
          line,
          message: `This row has ${record.length} cells, the head has ${columns.length}. Check commas and quotes.`,
        });
      return {
        line,
        cells: Object.fromEntries(columns.map((column, index) => [column, record[index] ?? ""])),
      };
    });
    return { columns, lines, errors };
  } catch (thrown) {
    const line =
      typeof thrown === "object" && thrown !== null && "lines" in thrown && typeof thrown.lines === "number"
        ? thrown.lines
        : 1;
    return fail(line, `The quotes around line ${line} do not match; a quote inside a cell is written twice.`);
  }
}
