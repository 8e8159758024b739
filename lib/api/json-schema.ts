import { z } from "zod";

type Json = Record<string, unknown>;
type Direction = "input" | "output";

/** A zod schema as JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. Dates travel as ISO 8601 texts. */
export function jsonSchemaOf(schema: z.ZodType, io: Direction): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod;
      if (def.type === "date") Object.assign(jsonSchema, { type: "string", format: "date-time" });
      // A program sends a moment as a text, never as a Date.
      if (def.type === "union" && io === "input" && jsonSchema.anyOf)
        jsonSchema.anyOf = jsonSchema.anyOf.filter((_, at) => optionType(def, at) !== "date");
      // What is read before it is checked says itself nothing of what it takes.
      if (def.type === "pipe" && io === "input" && def.in._zod.def.type === "transform")
        Object.assign(jsonSchema, jsonSchemaOf(def.out as z.ZodType, io));
      // A default that is an object is the sum of its members' own; makers of clients can write down none.
      if (isObject(jsonSchema.default)) delete jsonSchema.default;
      if (def.type === "string" && io === "input") Object.assign(jsonSchema, patternOfTrimmed(def));
    },
  }) as Json;
  return rest;
}

function optionType(def: z.core.$ZodTypeDef, at: number): string | undefined {
  return (def as z.core.$ZodUnionDef).options[at]?._zod.def.type;
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

type StringDef = z.core.$ZodStringDef;

/** A text is measured when the space around it is gone, of which JSON Schema knows nothing: by a pattern it does. */
function patternOfTrimmed({ checks = [] }: StringDef): Json {
  const defs = checks.map(
    ({ _zod }) => _zod.def as { check: string; minimum?: number; tx?(text: string): unknown },
  );
  const trims = defs.findIndex(({ check, tx }) => check === "overwrite" && tx?.(" ") === "");
  const measured = trims < 0 ? [] : defs.slice(trims).filter(({ check }) => check === "min_length");
  const least = Math.max(0, ...measured.map(({ minimum = 0 }) => minimum));
  if (least === 0 || defs.some(({ check }) => check === "string_format")) return {};
  const mark = "[^\\s\\ufeff]";
  return { pattern: least === 1 ? mark : `${mark}[\\s\\S]{${least - 2},}${mark}` };
}
