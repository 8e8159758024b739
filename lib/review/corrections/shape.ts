/** A field of the data that a correction must be. */
export type ShapeField = {
  name: string;
  /** Of JSON; "any" where nothing says more. */
  type: "string" | "number" | "boolean" | "object" | "array" | "any";
  isRequired: boolean;
  /** The values it may have; null where any will do. */
  choices: string[] | null;
};

/** What a correction must look like: data with fields, or one of a list of words. `from` says who asks for it. */
export type CorrectionShape =
  | { kind: "data"; from: "schema" | "references"; fields: ShapeField[]; isClosed: boolean }
  | { kind: "choice"; from: "references"; choices: string[] };

/** One thing wrong with a correction. `field` null: the whole of it. */
export type CorrectionProblem = { field: string | null; message: string; choices: string[] | null };

/** So many references, and of one form, before they are taken for a rule. */
const enoughReferences = 5;
/** More different values than this are no list to choose from. */
const mostChoices = 25;
const longestChoice = 60;

/** What a prompt version's response schema says of the fields at its top; null where it says nothing a form could ask. */
export function shapeOfSchema(schema: Record<string, unknown> | null | undefined): CorrectionShape | null {
  if (!schema || !isRecord(schema["properties"])) return null;
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const fields = Object.entries(schema["properties"]).map(([name, given]): ShapeField => {
    const property = isRecord(given) ? given : {};
    const values = Array.isArray(property["enum"]) ? property["enum"] : null;
    return {
      name,
      type: typeNamed(property["type"]),
      isRequired: required.includes(name),
      choices: values?.every((value) => typeof value === "string") ? values : null,
    };
  });
  return { kind: "data", from: "schema", fields, isClosed: schema["additionalProperties"] === false };
}

/**
 * What the references of a dataset have in common: all of them data with the same fields (as a text too, which a CSV file
 * makes of it), or all of them a few short words, numbers, true or false. Null when they are prose, or too few to tell.
 */
export function shapeOfReferences(references: readonly unknown[]): CorrectionShape | null {
  const given = references.filter((reference) => reference !== null && reference !== undefined).map(dataOf);
  if (given.length < enoughReferences) return null;
  if (given.every(isRecord)) {
    const names = [...new Set(given.flatMap((reference) => Object.keys(reference)))];
    const fields = names.map((name) =>
      fieldOf(
        name,
        given.flatMap((each) => (name in each ? [each[name]] : [])),
        given.length,
      ),
    );
    return { kind: "data", from: "references", fields, isClosed: true };
  }
  const words = given.flatMap((reference) =>
    isRecord(reference) || Array.isArray(reference) ? [] : [String(reference)],
  );
  const choices = words.length === given.length ? choicesOf(words) : null;
  return choices && { kind: "choice", from: "references", choices };
}

/** A text that is a JSON object, as that object; anything else as it is. */
function dataOf(reference: unknown): unknown {
  if (typeof reference !== "string") return reference;
  const value = parsed(reference);
  return isRecord(value) ? value : reference;
}

/** The same shape where not all references were read: their fields hold, but a value that was not seen may be one of them. */
export function withoutChoices(shape: CorrectionShape | null): CorrectionShape | null {
  if (shape?.kind !== "data") return null;
  return {
    ...shape,
    isClosed: false,
    fields: shape.fields.map((field) => ({ ...field, isRequired: false, choices: null })),
  };
}

function fieldOf(name: string, values: readonly unknown[], outOf: number): ShapeField {
  const types = new Set(values.map(typeOf));
  const [only] = types;
  return {
    name,
    type: types.size === 1 && only ? only : "any",
    isRequired: values.length === outOf,
    choices: values.every((value) => typeof value === "string") ? choicesOf(values) : null,
  };
}

/** The different values, when they are few, short, and come again and again. */
function choicesOf(values: readonly string[]): string[] | null {
  const different = [...new Set(values)].toSorted();
  const isList =
    different.length > 1 &&
    different.length <= mostChoices &&
    different.length * 2 <= values.length &&
    different.every((value) => value.length > 0 && value.length <= longestChoice);
  return isList ? different : null;
}

/** What is wrong with a correction, in the order of its fields; nothing when it fits. */
export function problemsOf(shape: CorrectionShape, correction: string): CorrectionProblem[] {
  if (shape.kind === "choice") {
    if (shape.choices.includes(correction.trim())) return [];
    return [
      {
        field: null,
        message: `"${short(correction)}" is none of the words used here.`,
        choices: shape.choices,
      },
    ];
  }
  const value = parsed(correction);
  if (!isRecord(value))
    return [
      {
        field: null,
        message: `This must be JSON with ${listed(shape.fields.map(({ name }) => `"${name}"`))}.`,
        choices: null,
      },
    ];
  const extra = shape.isClosed
    ? Object.keys(value).filter((name) => !shape.fields.some((field) => field.name === name))
    : [];
  return [
    ...shape.fields.flatMap((field) => problemOf(field, value)),
    ...extra.map((name) => ({ field: name, message: `"${name}" has no place here.`, choices: null })),
  ];
}

function problemOf(field: ShapeField, value: Record<string, unknown>): CorrectionProblem[] {
  const { name, type, isRequired, choices } = field;
  if (!(name in value)) return isRequired ? [{ field: name, message: `"${name}" is missing.`, choices }] : [];
  const given = value[name];
  if (type !== "any" && typeOf(given) !== type)
    return [{ field: name, message: `"${name}" must be ${article[type]}.`, choices }];
  if (choices && !choices.includes(String(given)))
    return [{ field: name, message: `"${short(String(given))}" is no ${name} used here.`, choices }];
  return [];
}

type Ruled = {
  datasetId: string | null;
  correctionRules: { schema: CorrectionShape | null; references: CorrectionShape | null };
};

/** What is wrong with a correction of a task: by the schema always, by the references where it is to become an example. */
export function correctionProblems(
  task: Ruled,
  correction: string,
  addExample: boolean,
): CorrectionProblem[] {
  const { schema, references } = task.correctionRules;
  const bySchema = schema ? problemsOf(schema, correction) : [];
  if (bySchema.length > 0 || references === null || !addExample || task.datasetId === null) return bySchema;
  return problemsOf(references, correction);
}

/** The correction with one field set to a value, for a choice that is offered. */
export function withField(correction: string, field: string | null, value: string): string {
  if (field === null) return value;
  const data = parsed(correction);
  return JSON.stringify({ ...(isRecord(data) ? data : {}), [field]: value });
}

/** One sentence about all that is wrong. */
export function problemSentence(problems: readonly CorrectionProblem[]): string {
  return problems
    .map(({ message, choices }) => (choices ? `${message} Choose ${listed(choices, "or")}.` : message))
    .join(" ");
}

const article = {
  string: "a text",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
} as const;

function typeNamed(type: unknown): ShapeField["type"] {
  if (type === "integer") return "number";
  return type === "string" || type === "number" || type === "boolean" || type === "object" || type === "array"
    ? type
    : "any";
}

function typeOf(value: unknown): ShapeField["type"] {
  if (Array.isArray(value)) return "array";
  if (value === null) return "any";
  return typeNamed(typeof value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Being no JSON is what the caller wants to know.
    return undefined;
  }
}

function short(text: string): string {
  return text.length <= longestChoice ? text : `${text.slice(0, longestChoice)}…`;
}

function listed(words: readonly string[], and: "and" | "or" = "and"): string {
  const last = words.at(-1) ?? "";
  return words.length <= 1 ? last : `${words.slice(0, -1).join(", ")} ${and} ${last}`;
}
