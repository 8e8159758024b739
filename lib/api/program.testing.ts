import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";
import { createTenant } from "#testing";
import { type Context, createApiKey } from "#lib/identity";
import type { ApiScope } from "#schema/identity";
import { createApi } from "./app.ts";
import { openApiDocument } from "./document.ts";

type Operation = {
  operationId: string;
  "x-scope": string;
  parameters?: { name: string; in: string }[];
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
};
export type Row = { id: string; [name: string]: unknown };

const document = openApiDocument();
/** Every operation of the document. */
export const operations = Object.entries(
  document["paths"] as Record<string, Record<string, Operation>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
);
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });

export type Program = Awaited<ReturnType<typeof startProgram>>;

/**
 * A program in a project of its own. It calls operations by their names, each with a key that has no more than the scope the
 * document names for it, and every answer is held against the document.
 */
export async function startProgram() {
  const tenant = await createTenant();
  const owner = await tenant.as("owner");
  const api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
  const called = new Set<string>();
  const keys = new Map<string, string>();

  async function keyOf(maker: Context, scope: string): Promise<string> {
    const name = `${maker.actor.kind === "user" ? maker.actor.id : ""} ${scope}`;
    const known = keys.get(name);
    if (known) return known;
    const { secret } = await createApiKey(maker, { name: scope, scopes: scope.split(" ") as ApiScope[] });
    keys.set(name, secret);
    return secret;
  }

  /** `given` fills the path and the query; the owner made the key where nobody else is named. `more` are scopes beside the document's. */
  async function call(
    id: string,
    given: Record<string, string> = {},
    body?: unknown,
    asking: Context | { more: string } = owner,
  ): Promise<Row> {
    const found = operations.find(({ operation }) => operation.operationId === id);
    if (!found) throw new Error(`there is no operation ${id}`);
    called.add(id);
    const [by, more] = "more" in asking ? [owner, asking.more] : [asking, ""];
    const { path, method, operation } = found;
    const query = new URLSearchParams(
      Object.entries(given).filter(([name]) => !path.includes(`{${name}}`)),
    ).toString();
    const address = path.replace(/\{(\w+)\}/g, (_, name: string) => given[name] ?? "missing");
    const response = await api.request(query === "" ? address : `${address}?${query}`, {
      method,
      headers: {
        authorization: `Bearer ${await keyOf(by, `${operation["x-scope"]} ${more}`.trim())}`,
        "content-type": "application/json",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Row;
    expect([id, response.status, answer], id).toEqual([
      id,
      expect.toSatisfy((status) => status < 300),
      answer,
    ]);
    const schema = operation.responses[String(response.status)]?.content?.["application/json"]?.schema;
    if (!schema) throw new Error(`${id} has no schema for its answer ${response.status}`);
    const validate = ajv.compile({ ...schema, components: document["components"] });
    validate(answer);
    expect(validate.errors ?? [], id).toEqual([]);
    return answer;
  }

  return { tenant, owner, api, called, call };
}
