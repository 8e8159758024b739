import { expect, it } from "vitest";
import { z } from "zod";
import { openApiDocument } from "./document.ts";
import { jsonSchemaOf } from "./json-schema.ts";
import { apiReference } from "./reference.ts";

const operations = Object.entries(
  openApiDocument()["paths"] as Record<string, Record<string, Record<string, unknown>>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

it("is OpenAPI 3.1 in which every path parameter is declared", () => {
  expect(openApiDocument()["openapi"]).toBe("3.1.0");
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).toSorted();
    const declared = ((operation["parameters"] ?? []) as { name: string; in: string }[]).filter(
      (parameter) => parameter.in === "path",
    );
    expect(declared.map((parameter) => parameter.name).toSorted()).toEqual(named);
  }
});

it("says of a prompt's path and a file's id how they are written", () => {
  const declared = operations.flatMap(
    ({ operation }) =>
      (operation["parameters"] ?? []) as { name: string; in: string; schema: { pattern?: string } }[],
  );
  const named = declared.filter(({ name, in: place }) => place === "path" && /^(path|file_id)$/.test(name));
  expect(named).toHaveLength(7);
  for (const { name, schema } of named) {
    const pattern = new RegExp(schema.pattern ?? "", "u");
    expect(
      pattern.test(name === "path" ? "support/triage" : "file-0197c2a4-6d2e-7c3a-9d55-3b7f0c2c9a11"),
    ).toBe(true);
    expect(pattern.test("No such thing/")).toBe(false);
  }
});

it("takes moments that are written as ISO 8601 and are some day, and no form beside", () => {
  const price = operations.find(({ path, method }) => path.endsWith("/price-overrides") && method === "post");
  const text = JSON.stringify(price?.operation["requestBody"]);
  const { from } = JSON.parse(text).content["application/json"].schema.properties;
  const forms: { pattern: string }[] = from.anyOf;
  const isTaken = (moment: string) => forms.some(({ pattern }) => new RegExp(pattern, "u").test(moment));
  expect(["2026-11-28", "2026-11-28T10:00:00Z", "2024-02-29T10:00:00.5+05:45"].filter(isTaken)).toHaveLength(
    3,
  );
  expect(["2026-02-29", "2026-11-28t10:00:00z", "2026-11-28 10:00", "now"].filter(isTaken)).toEqual([]);
});

it("refers to nothing that is not in it", () => {
  const text = JSON.stringify(openApiDocument());
  const found = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? ""));
  const at = (place: string) =>
    place
      .split("/")
      .reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], openApiDocument());
  expect([...found].toSorted()).toEqual([
    "components/schemas/OpenAiError",
    "components/schemas/Problem",
    "components/schemas/Span",
  ]);
  for (const place of found) expect(at(place), place).toMatchObject({});
  expect(at("components/schemas/Span")).toMatchObject({ type: "object" });
});

it("says of every operation what it does, which scope it needs and what it answers", () => {
  for (const { operation } of operations) {
    expect(operation["summary"]).toBeTruthy();
    expect(operation["x-scope"]).toMatch(/^[a-z]+:(read|write)( [a-z]+:(read|write))?$/);
    expect(Object.keys(operation["responses"] as object)).toContain("default");
  }
});

it("says of every operation which refusals it may meet, with their bodies, and what headers come with its answer", () => {
  for (const { method, path, operation } of operations) {
    const {
      parameters = [],
      responses,
      security,
    } = operation as {
      parameters?: { name: string }[];
      responses: Record<string, { headers?: Record<string, object>; content?: Record<string, object> }>;
      security: Record<string, string[]>[];
    };
    const asked = [method, path].join(" ");
    const isRepeated = parameters.some(({ name }) => name === "Idempotency-Key");
    const refusals = ["400", "401", "403", "429", "default", ...(isRepeated ? ["409", "422"] : [])];
    for (const status of refusals) expect(responses[status]?.content, `${asked} ${status}`).toBeDefined();
    expect(responses["401"]?.headers, asked).toHaveProperty("WWW-Authenticate");
    expect(responses["429"]?.headers, asked).toHaveProperty("Retry-After");
    const done = responses["200"] ?? responses["201"];
    expect(Object.keys(done?.headers ?? {}), asked).toEqual(
      expect.arrayContaining(["x-request-id", "RateLimit", "RateLimit-Policy"]),
    );
    expect(security, asked).toEqual([{ apiKey: String(operation["x-scope"]).split(" ") }]);
  }
});

it("says what a text must hold beside the space around it, and what is read before it is checked", () => {
  const named = z.object({
    name: z.string().trim().min(1),
    code: z.string().trim().min(3),
    plain: z.string().min(1),
  });
  expect(jsonSchemaOf(named, "input")["properties"]).toEqual({
    name: { type: "string", minLength: 1, pattern: "[^\\s\\ufeff]" },
    code: { type: "string", minLength: 3, pattern: "[^\\s\\ufeff][\\s\\S]{1,}[^\\s\\ufeff]" },
    plain: { type: "string", minLength: 1 },
  });
  const read = z.preprocess((given) => given, z.object({ count: z.number() }));
  expect(jsonSchemaOf(read, "input")).toMatchObject({
    type: "object",
    properties: { count: { type: "number" } },
  });
});

it("gives a program every case of a comparison where it does not choose", () => {
  const cases = operations.find(({ operation }) => operation["operationId"] === "listCaseComparisons");
  expect(cases?.operation["parameters"]).toContainEqual(
    expect.objectContaining({ name: "which", schema: expect.objectContaining({ default: "all" }) }),
  );
});

it("has nothing that makers of clients cannot follow: defaults that are objects, schemas that hold themselves", () => {
  const found: string[] = [];
  const walk = (node: unknown, at: string): void => {
    if (typeof node !== "object" || node === null) return;
    const { default: given } = node as { default?: unknown };
    const isDefault = typeof given === "object" && given !== null && !/\/(properties|responses)$/.test(at);
    if (isDefault && !Array.isArray(given)) found.push(at);
    if ("$defs" in node) found.push(at);
    for (const [name, inner] of Object.entries(node)) walk(inner, `${at}/${name}`);
  };
  walk(openApiDocument(), "");
  expect(found).toEqual([]);
});

it("never lets a caller mark things as demo data", () => {
  const bodies = operations.map(({ operation }) => JSON.stringify(operation["requestBody"] ?? {}));
  for (const body of bodies) expect(body).not.toMatch(/"isDemo":\{"(default|type)/);
});

it("gives the reference page every operation once", () => {
  const shown = apiReference().flatMap((group) => group.operations.map((operation) => operation.id));
  expect(shown.toSorted()).toEqual(operations.map(({ operation }) => operation["operationId"]).toSorted());
  const chat = apiReference()[0]?.operations.find((operation) => operation.id === "createChatCompletion");
  expect(chat?.body.find((field) => field.name === "messages[].role")?.type).toContain('"user"');
});
