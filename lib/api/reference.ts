import { openApiDocument } from "./document.ts";
import type { ReferenceField, ReferenceGroup, ReferenceOperation } from "./schema.ts";

type Schema = {
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
};
type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  parameters?: { name: string; in: string; required: boolean; description?: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
  "x-scope": string;
};

const deepest = 2;
let made: ReferenceGroup[] | undefined;

/** The OpenAPI document arranged for people: by tag, with bodies and answers as flat lists of members. */
export function apiReference(): ReferenceGroup[] {
  made ??= makeReference(openApiDocument()["paths"] as Record<string, Record<string, Operation>>);
  return made;
}

function makeReference(paths: Record<string, Record<string, Operation>>): ReferenceGroup[] {
  const groups = new Map<string, ReferenceOperation[]>([["Gateway", []]]);
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? "Other";
      groups.set(tag, [...(groups.get(tag) ?? []), describe(path, method, operation)]);
    }
  }
  return [...groups].map(([tag, operations]) => ({ tag, operations }));
}

function describe(path: string, method: string, operation: Operation): ReferenceOperation {
  const body = operation.requestBody?.content["application/json"]?.schema;
  const answer = Object.entries(operation.responses).find(([status]) => status.startsWith("2"))?.[1]
    .content?.["application/json"]?.schema;
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    description:
      operation.description.split("\n\nNeeds the scope")[0]?.replace(/^Needs the scope.*$/, "") ?? "",
    scope: operation["x-scope"],
    parameters: (operation.parameters ?? []).map(({ name, in: place, required, description, schema }) => ({
      name,
      place,
      type: typeOf(schema),
      isRequired: required,
      description: description ?? "",
    })),
    body: body ? fieldsOf(body) : [],
    answer: answer ? fieldsOf(answer) : [],
    example: exampleOf(path, method, body, examples[operation.operationId]),
  };
}

/** The members of a schema, and of the objects and lists in it, two levels down. */
function fieldsOf(schema: Schema, prefix = "", depth = 0): ReferenceField[] {
  const object = schema.items ?? schema.anyOf?.find((choice) => choice.properties ?? choice.items) ?? schema;
  if (object.items) return fieldsOf(object, prefix, depth);
  return Object.entries(object.properties ?? {}).flatMap(([name, member]) => {
    const field = {
      name: prefix + name,
      type: typeOf(member),
      isRequired: object.required?.includes(name) ?? false,
      description: member.description ?? "",
    };
    if (depth >= deepest) return [field];
    const isList = member.type === "array";
    return [field, ...fieldsOf(member, `${prefix}${name}${isList ? "[]" : ""}.`, depth + 1)];
  });
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map(typeOf))].join(" | ");
  if (schema.type === "array") return `${typeOf(schema.items ?? {})}[]`;
  const name = Array.isArray(schema.type) ? schema.type.join(" | ") : (schema.type ?? "any");
  return schema.format ? `${name} (${schema.format})` : name;
}

/** Bodies worth showing where the smallest valid one says too little. */
const examples: Record<string, unknown> = {
  createChatCompletion: {
    model: "gpt-4o-mini",
    messages: [{ role: "user", content: "Say hello." }],
    stream: false,
  },
  recordFeedback: {
    generationId: "00000000-0000-0000-0000-000000000000",
    kind: "thumbs",
    score: 1,
    comment: "Helped at once",
  },
  compilePrompt: { label: "production", variables: { ticket: "Where is my parcel?" } },
  createEmbeddings: { input: ["Where is my parcel?"] },
};

function exampleOf(path: string, method: string, body: Schema | undefined, given: unknown): string {
  const lines = [
    `curl ${method === "get" ? "" : `-X ${method.toUpperCase()} `}"$VALUELOOP_URL${path.replace("{path}", "support/triage")}"`,
    `-H "Authorization: Bearer $VALUELOOP_API_KEY"`,
  ];
  if (body)
    lines.push(`-H "content-type: application/json"`, `-d '${JSON.stringify(given ?? sampleOf(body))}'`);
  return lines.join(" \\\n  ");
}

function sampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return sampleOf(choice);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "object":
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]),
      );
    case "array":
      return schema.items ? [sampleOf(schema.items)] : [];
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return true;
    default:
      return schema.format === "uuid" ? "00000000-0000-0000-0000-000000000000" : "text";
  }
}
