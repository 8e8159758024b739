import { scopesMay } from "#lib/identity";
import { type ApiScope, apiScopes } from "#schema/identity";
import { z } from "zod";
import { errorTable } from "#platform/errors";
import { idempotencyKey, openAiOperations } from "./openai/operations.ts";
import type { ApiRoute } from "./route.ts";
import { routes } from "./routes/all-routes.ts";
import { apiBasePath } from "./schema.ts";

type Json = Record<string, unknown>;
let made: Json | undefined;

/** The OpenAPI 3.1 document, from the very schemas that check requests and present answers. */
export function openApiDocument(): Json {
  made ??= makeDocument();
  return made;
}

function makeDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const row of routes) {
    const path = apiBasePath + row.path;
    paths[path] = { ...paths[path], [row.method]: operationOf(row) };
  }
  for (const [path, methods] of Object.entries(openAiOperations(jsonSchemaOf)))
    paths[apiBasePath + path] = { ...methods };
  const schemas: Record<string, unknown> = { Problem: problemSchema };
  return {
    openapi: "3.1.0",
    info: {
      title: "Valueloop API",
      version: "1",
      description:
        "Prompts, a gateway to models that speaks OpenAI's protocol, generations, datasets, runs, reviews, releases and audit of one project: the project of the API key.",
    },
    servers: [{ url: "/" }],
    security: [{ apiKey: [] }],
    paths: hoist(paths, schemas),
    components: {
      securitySchemes: {
        apiKey: {
          type: "http",
          scheme: "bearer",
          description: "An API key of a project; keys begin with vl_.",
        },
      },
      schemas,
    },
  };
}

const problemSchema = {
  type: "object",
  description: "RFC 9457 problem details.",
  required: ["type", "title", "status", "detail", "code", "requestId"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "What happened and what to do." },
    code: { type: "string", enum: Object.keys(errorTable) },
    requestId: { type: "string" },
    details: { description: "Machine-readable details, for example `issues` of invalid input." },
  },
};

/** The narrowest scopes that hold a row's permissions: the table has what reads before what writes. */
function scopesOf({ permissions }: ApiRoute): ApiScope[] {
  const found = permissions.map((permission) => apiScopes.find((scope) => scopesMay([scope], permission)));
  return [...new Set(found.filter((scope) => scope !== undefined))];
}

function scopeSentence(row: ApiRoute): string {
  const names = scopesOf(row).map((scope) => `\`${scope}\``);
  return `Needs the scope${names.length > 1 ? "s" : ""} ${names.join(" and ")}.`;
}

function operationOf(row: ApiRoute): Json {
  return {
    operationId: row.id,
    tags: [row.tag],
    summary: row.summary,
    description: [row.description, scopeSentence(row)].filter(Boolean).join("\n\n"),
    parameters: [
      ...parametersOf(row.params, "path"),
      ...parametersOf(row.query, "query"),
      ...(row.method === "get" ? [] : [idempotencyKey]),
    ],
    ...(row.body
      ? {
          requestBody: {
            // A row whose body may be left out says so by its schema.
            required: !row.body.safeParse(undefined).success,
            content: { "application/json": { schema: jsonSchemaOf(row.body, "input") } },
          },
        }
      : {}),
    responses: {
      [String(row.status ?? 200)]: {
        description: "Done.",
        content: { "application/json": { schema: jsonSchemaOf(row.result, "output") } },
      },
      default: {
        description: "A problem.",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
    "x-scope": scopesOf(row).join(" "),
  };
}

function parametersOf(schema: z.ZodType | undefined, place: "path" | "query"): Json[] {
  if (!schema) return [];
  const object = jsonSchemaOf(schema, "input");
  const required = new Set(Array.isArray(object["required"]) ? (object["required"] as string[]) : []);
  const properties = (object["properties"] ?? {}) as Record<string, Json>;
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property;
    return {
      name,
      in: place,
      required: place === "path" || required.has(name),
      ...(description ? { description } : {}),
      schema: rest,
    };
  });
}

/** A zod schema as JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. Dates travel as ISO 8601 texts. */
export function jsonSchemaOf(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "date")
        Object.assign(jsonSchema, { type: "string", format: "date-time" });
    },
  }) as Json;
  return rest;
}

/**
 * Moves the definitions zod gives a schema that holds itself to the document's own place for them: a reference in an
 * OpenAPI document is read from the document's root, not from its schema's. Without a title it is a JSON value.
 */
function hoist(node: unknown, schemas: Record<string, unknown>): unknown {
  if (Array.isArray(node)) return node.map((inner) => hoist(inner, schemas));
  if (typeof node !== "object" || node === null) return node;
  const { $defs, ...rest } = node as Json;
  let own = rest;
  for (const [local, definition] of Object.entries(($defs ?? {}) as Record<string, Json>)) {
    const name = typeof definition["title"] === "string" ? definition["title"] : "JsonValue";
    const rename = (value: Json) =>
      JSON.parse(
        JSON.stringify(value).replaceAll(`"#/$defs/${local}"`, `"#/components/schemas/${name}"`),
      ) as Json;
    schemas[name] = rename(definition);
    own = rename(own);
  }
  return Object.fromEntries(Object.entries(own).map(([member, inner]) => [member, hoist(inner, schemas)]));
}
