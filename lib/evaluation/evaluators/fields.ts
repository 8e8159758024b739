import { z } from "zod";

/** What a person fills a field in with. Most follow from its type; "code", "long", "pattern" and "model" are asked for. */
export type FieldControl =
  | "text"
  | "code"
  | "long"
  | "number"
  | "boolean"
  | "choice"
  | "lines"
  | "json"
  | "pattern"
  | "model";

type FieldWords = {
  label: string;
  hint?: string;
  control?: FieldControl;
  /** Of an enum: the words for its values, in the order they are offered. */
  choices?: Readonly<Record<string, string>>;
  /** What counts where nothing is said, when that depends on other fields. */
  whenAbsent?: (config: Readonly<Record<string, unknown>>) => unknown;
};

/** One field of an evaluator's configuration, as an editor draws it. */
export type EvaluatorField = Omit<FieldWords, "control" | "choices"> & {
  name: string;
  control: FieldControl;
  isRequired: boolean;
  choices: readonly { value: string; label: string }[];
  min?: number;
  max?: number;
  isWhole?: boolean;
  maxLength?: number;
  /** The schema's own default. */
  start?: unknown;
};

const words = z.registry<FieldWords>();

/** Gives a part of a configuration its words; they stand in the editor and in the API's document. */
export function field<Schema extends z.ZodType>(schema: Schema, about: FieldWords): Schema {
  const described = schema.meta({
    title: about.label,
    ...(about.hint === undefined ? {} : { description: about.hint }),
  });
  words.add(described, about);
  return described;
}

/** The fields of a configuration, in its order. Throws where one has no words: a field nobody can name is none. */
export function fieldsOf(config: z.ZodObject): EvaluatorField[] {
  return Object.entries(config.shape).map(([name, schema]) => {
    const about = words.get(schema);
    if (!about) throw new Error(`The field ${name} has no words: make it with field().`);
    const { control, choices, ...rest } = about;
    const { inner, isRequired, start } = unwrapped(schema);
    return {
      ...rest,
      name,
      isRequired,
      ...(start === undefined ? {} : { start }),
      ...boundsOf(inner),
      control: control ?? controlOf(name, inner),
      choices: choicesOf(inner, choices),
    };
  });
}

function unwrapped(schema: z.core.$ZodType): {
  inner: z.core.$ZodType;
  isRequired: boolean;
  start?: unknown;
} {
  if (schema instanceof z.ZodDefault)
    return { ...unwrapped(schema.def.innerType), isRequired: false, start: schema.def.defaultValue };
  if (schema instanceof z.ZodOptional) return { ...unwrapped(schema.def.innerType), isRequired: false };
  return { inner: schema, isRequired: true };
}

function controlOf(name: string, inner: z.core.$ZodType): FieldControl {
  if (inner instanceof z.ZodBoolean) return "boolean";
  if (inner instanceof z.ZodNumber) return "number";
  if (inner instanceof z.ZodEnum) return "choice";
  if (inner instanceof z.ZodArray) return "lines";
  if (inner instanceof z.ZodRecord) return "json";
  if (inner instanceof z.ZodString) return "text";
  throw new Error(`The field ${name} needs a control: none is known for its type.`);
}

function boundsOf(inner: z.core.$ZodType): Pick<EvaluatorField, "min" | "max" | "isWhole" | "maxLength"> {
  if (inner instanceof z.ZodString) return inner.maxLength === null ? {} : { maxLength: inner.maxLength };
  if (!(inner instanceof z.ZodNumber)) return {};
  // A whole number without bounds of its own has those of JavaScript, which say nothing to a person.
  const isBound = (value: number | null): value is number =>
    value !== null && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  return {
    ...(isBound(inner.minValue) ? { min: inner.minValue } : {}),
    ...(isBound(inner.maxValue) ? { max: inner.maxValue } : {}),
    isWhole: inner.isInt,
  };
}

function choicesOf(inner: z.core.$ZodType, named: FieldWords["choices"] = {}): EvaluatorField["choices"] {
  if (!(inner instanceof z.ZodEnum)) return [];
  const values = inner.options.map(String);
  const first = Object.keys(named).filter((value) => values.includes(value));
  return [...first, ...values.filter((value) => !first.includes(value))].map((value) => ({
    value,
    label: named[value] ?? value,
  }));
}
