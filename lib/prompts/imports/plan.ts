import { parse } from "csv-parse/sync";
import { namedDelimiter } from "#platform/csv";
import { plainLetters } from "#platform/key-from-name";
import { contentBytes } from "../content/rules.ts";
import { PromptContent, promptLimits } from "../content/schema.ts";
import {
  type ImportError,
  type ImportMapping,
  type ImportPlan,
  type ImportRow,
  PromptPath,
} from "../schema.ts";
import { detectVariables, shapeProblem, templateProblems } from "../template/template.ts";
import { delimitersOf, literally, scanTags, type TemplateTag } from "../template/tags.ts";

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
    const named = nameTags(read.text);
    const kept = keepForeignTags(named.text);
    read.text = kept.text;
    notes.push(...[...named.notes, ...kept.notes].map((message) => ({ line: read.line, message })));
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

type Rewritten = { text: string; notes: string[] };

const spacedName = /\{\{\s*([\p{L}][\p{L}\p{M}\p{N}_-]*(?: +[\p{L}\p{M}\p{N}_-]+)+)\s*\}\}/gu;

/** Other tools allow spaces in a placeholder; ours become names: {{code here}} is {{code_here}}. */
function nameTags(text: string): Rewritten {
  const notes: string[] = [];
  const named = text.replace(spacedName, (tag, name: string) => {
    const result = `{{${name.trim().replaceAll(/ +/g, "_").slice(0, 64)}}}`;
    notes.push(`${tag} became ${result}.`);
    return result;
  });
  return { text: named, notes };
}

/**
 * Jinja's filters, Handlebars' blocks, the secrets of GitHub's workflows: no variables of ours, so they stay the
 * text they are. A text that sets delimiters of its own is left to itself.
 */
function keepForeignTags(text: string): Rewritten {
  const notes: string[] = [];
  const { tags } = scanTags(text);
  if (tags.some(({ sign, name }) => sign === "=" && delimitersOf(name))) return { text, notes };
  const blocks = new Set(
    tags.filter((tag) => tag.sign === "#" && shapeProblem(tag, text)).map(({ name }) => name.split(/\s/)[0]),
  );
  const sections = new Set(tags.filter((tag) => "#^".includes(tag.sign) && tag.sign).map(({ name }) => name));
  const isForeign = (tag: TemplateTag) =>
    // An import includes nothing: another tool's partial is none of ours.
    tag.sign === ">" ||
    shapeProblem(tag, text) !== null ||
    (text[tag.from - 1] === "$" && tag.name.includes(".")) ||
    (tag.sign === "/" && blocks.has(tag.name) && !sections.has(tag.name)) ||
    (tag.name === "else" && blocks.size > 0);
  let result = "";
  let position = 0;
  for (const tag of tags) {
    if (!isForeign(tag)) continue;
    const source = text.slice(tag.from, tag.to);
    result += text.slice(position, tag.from) + literally(source);
    notes.push(`${source.slice(0, 80)} is kept as text.`);
    position = tag.to;
  }
  return { text: result + text.slice(position), notes };
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
  return plainLetters(name)
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
    const delimiter = namedDelimiter(csv);
    // Emptied, not cut off, so that every later line keeps its number.
    const table = delimiter === null ? csv : csv.replace(/^[^\r\n]*/, "");
    const parsed = parse(table, {
      ...(delimiter === null ? {} : { delimiter }),
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
