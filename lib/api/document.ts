import { scopesMay } from "#lib/identity";
import { apiScopes } from "#constants/identity";
import { type ApiScope } from "#schema/identity";
import type { z } from "zod";
import { errorTable } from "#platform/errors";
import { commonAnswerHeaders, etagHeader, refusals, replayedHeader } from "./document-parts.ts";
import { idempotencyKey, openAiError, openAiOperations } from "./openai/operations.ts";
import { jsonSchemaOf } from "./json-schema.ts";
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
  const schemas: Record<string, unknown> = { Problem: problemSchema, OpenAiError: openAiError };
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

/** The narrowest scopes that hold a row's permissions, one where one holds all: the table has what reads before what writes. */
function scopesOf({ permissions }: ApiRoute): ApiScope[] {
  const whole = apiScopes.find((scope) => permissions.every((permission) => scopesMay([scope], permission)));
  if (whole) return [whole];
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
        headers: answerHeaders(row),
        content: row.isFile
          ? fileContent
          : { "application/json": { schema: jsonSchemaOf(row.result, "output") } },
      },
      ...(row.isShared || row.isStable
        ? { "304": { description: "As the tag in If-None-Match says.", headers: etagHeader } }
        : {}),
      ...problemsOf(row),
    },
    security: [{ apiKey: scopesOf(row) }],
    "x-scope": scopesOf(row).join(" "),
  };
}

function problemsOf(row: ApiRoute): Json {
  const named = row.params || row.body || row.query ? ["404"] : [];
  const writes = row.method === "get" ? [] : ["409", "422"];
  const statuses = ["400", "401", "403", ...named, ...writes, ...(row.body ? ["413"] : []), "429"];
  return refusals(statuses, "application/problem+json", { $ref: "#/components/schemas/Problem" });
}

function answerHeaders(row: ApiRoute): Json {
  if (row.isShared || row.isStable) return { ...commonAnswerHeaders, ...etagHeader };
  return row.method === "get" ? commonAnswerHeaders : { ...commonAnswerHeaders, ...replayedHeader };
}

/** Of a route that answers with a file; which of the two it is says its `format`. */
const fileContent = {
  "text/csv": { schema: { type: "string" } },
  "application/x-ndjson": { schema: { type: "string" } },
};

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

/**
 * Moves the definitions zod gives a schema that holds itself to the document's own place for them: a reference in an
 * OpenAPI document is read from the document's root, not from its schema's. Without a title it is any JSON, which a
 * schema that says nothing says: makers of clients do not follow one that holds itself.
 */
function hoist(node: unknown, schemas: Record<string, unknown>): unknown {
  if (Array.isArray(node)) return node.map((inner) => hoist(inner, schemas));
  if (typeof node !== "object" || node === null) return node;
  const { $defs, ...rest } = node as Json;
  let own = rest;
  for (const [local, definition] of Object.entries(($defs ?? {}) as Record<string, Json>)) {
    const name = definition["title"];
    if (typeof name !== "string") {
      own = untyped(own, `#/$defs/${local}`);
      continue;
    }
    const rename = (value: Json) =>
      JSON.parse(
        JSON.stringify(value).replaceAll(`"#/$defs/${local}"`, `"#/components/schemas/${name}"`),
      ) as Json;
    schemas[name] = rename(definition);
    own = rename(own);
  }
  return Object.fromEntries(Object.entries(own).map(([member, inner]) => [member, hoist(inner, schemas)]));
}

/** The node with every reference to a place replaced by a schema that allows anything. */
function untyped(node: unknown, place: string): Json {
  return JSON.parse(JSON.stringify(node), (_key, value: unknown) =>
    typeof value === "object" && value !== null && "$ref" in value && value.$ref === place ? {} : value,
  ) as Json;
}
