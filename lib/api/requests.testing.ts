export type Schema = Record<string, unknown> & {
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
};

/** What stands for a parameter or a member of this name; undefined where the test knows none. */
export type Known = (name: string) => unknown;

/** The smallest value a schema takes, with `known` values where it asks for ids. `text` stands for every free text. */
export function sample(schema: Schema, name: string, known: Known, text: string): unknown {
  const own = known(name);
  if (own !== undefined) return own;
  if (schema["format"] === "uuid") throw new Error(unknown(name));
  if (schema["format"] === "date-time") return "2026-11-20T00:00:00Z";
  if (schema["enum"]) return (schema["enum"] as unknown[])[0];
  if ("const" in schema) return schema["const"];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return sample(choice, name, known, text);
  switch (schema["type"]) {
    case "object":
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [key, sample(schema.properties?.[key] ?? {}, key, known, text)]),
      );
    case "array":
      return Number(schema["minItems"] ?? 0) > 0 ? [sample(schema.items ?? {}, name, known, text)] : [];
    case "integer":
    case "number":
      return schema["minimum"] ?? 1;
    case "boolean":
      return true;
    default:
      return text;
  }
}

const unknown = (name: string) =>
  `This test does not know what to put for "${name}": add it to its table of ids.`;
