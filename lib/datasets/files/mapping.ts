import { AppError } from "#platform/errors";
import type { ColumnMapping, ExampleContent } from "../schema.ts";

/** Names that usually hold what a good answer is, the likeliest first. */
const referenceNames = [
  "reference",
  "expected",
  "expected_output",
  "expected output",
  "ground_truth",
  "ground truth",
  "target",
  "ideal",
  "answer",
  "gold",
  "label",
  "output",
  "completion",
  "response",
];
const metadataNames = [
  "id",
  "_id",
  "uuid",
  "source",
  "split",
  "tags",
  "tag",
  "language",
  "lang",
  "locale",
  "difficulty",
  "created_at",
  "date",
  "author",
  "note",
  "notes",
];

/** What each column most likely is, by its name; the person corrects it in the preview. */
export function proposeMapping(columns: readonly string[]): ColumnMapping[] {
  const names = columns.map((column) => column.toLowerCase());
  const reference = referenceNames.map((name) => names.indexOf(name)).find((at) => at >= 0) ?? -1;
  const proposed = columns.map((column, at): ColumnMapping => {
    if (column.startsWith("inputs.")) return { column, role: "input", as: column.slice("inputs.".length) };
    if (column.startsWith("metadata."))
      return { column, role: "metadata", as: column.slice("metadata.".length) };
    if (at === reference) return { column, role: "reference" };
    return { column, role: metadataNames.includes(column.toLowerCase()) ? "metadata" : "input" };
  });
  if (proposed.some(({ role }) => role === "input")) return proposed;
  // Only a reference and metadata were recognised: something must be the input.
  const first = proposed.findIndex(({ role }) => role === "metadata");
  return proposed.map((entry, at) => (at === Math.max(0, first) ? { ...entry, role: "input" } : entry));
}

/** Throws invalid_input unless the mapping names columns of the file, each once, and makes at least one an input. */
export function checkMapping(mapping: readonly ColumnMapping[], columns: readonly string[]): void {
  const unknown = mapping.find(({ column }) => !columns.includes(column));
  if (unknown) throw mappingError(`The file has no column "${unknown.column}".`);
  const twice = mapping.find(
    ({ column }, at) => mapping.findIndex((other) => other.column === column) !== at,
  );
  if (twice) throw mappingError(`The column "${twice.column}" is mapped twice.`);
  if (!mapping.some(({ role }) => role === "input")) throw mappingError("Make at least one column an input.");
  for (const role of ["input", "metadata"] as const) {
    const names = mapping.filter((entry) => entry.role === role).map(({ column, as }) => as ?? column);
    const same = names.find((name, at) => names.indexOf(name) !== at);
    if (same) throw mappingError(`Two columns become the ${role} "${same}". Rename one.`);
  }
}

function mappingError(message: string): AppError {
  return new AppError("invalid_input", message, { details: { issues: [{ path: "mapping", message }] } });
}

/** A row as an example, or why it is none. Several reference columns become one object. */
export function toContent(
  values: Record<string, unknown>,
  mapping: readonly ColumnMapping[],
): ExampleContent | string {
  const pick = (role: ColumnMapping["role"]) =>
    mapping
      .filter((entry) => entry.role === role && Object.hasOwn(values, entry.column))
      .map(({ column, as }) => [as ?? column, values[column]] as const);
  const inputs = pick("input");
  if (inputs.every(([, value]) => isEmpty(value))) return "Every input of this line is empty.";
  const references = pick("reference");
  const isOne = mapping.filter(({ role }) => role === "reference").length === 1;
  const reference = isOne
    ? emptyToNull(references[0]?.[1])
    : references.length === 0
      ? null
      : Object.fromEntries(references);
  const metadata = pick("metadata").filter(([, value]) => !isEmpty(value));
  // The values are text of a CSV or come from JSON.parse, so they are JSON.
  return {
    inputs: Object.fromEntries(inputs),
    reference,
    metadata: Object.fromEntries(metadata),
  } as ExampleContent;
}

const isEmpty = (value: unknown) =>
  value === undefined || value === null || (typeof value === "string" && value.trim() === "");
const emptyToNull = (value: unknown) => (isEmpty(value) ? null : value);
