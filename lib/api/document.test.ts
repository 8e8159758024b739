import { expect, it } from "vitest";
import { openApiDocument } from "./document.ts";
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

it("refers to nothing that is not in it", () => {
  const text = JSON.stringify(openApiDocument());
  const found = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? ""));
  const at = (place: string) =>
    place
      .split("/")
      .reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], openApiDocument());
  expect([...found].toSorted()).toEqual(["components/schemas/Problem", "components/schemas/Span"]);
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

it("gives a program every case of a comparison where it does not choose", () => {
  const cases = operations.find(({ operation }) => operation["operationId"] === "listCaseComparisons");
  expect(cases?.operation["parameters"]).toContainEqual(
    expect.objectContaining({ name: "which", schema: expect.objectContaining({ default: "all" }) }),
  );
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
