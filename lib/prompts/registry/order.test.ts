import { and, eq } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { prompts, promptVersions } from "#db/schema/prompts";
import { createTenant, type Tenant } from "#testing";
import { buildContent, buildPrompt } from "#testing/prompts";
import { parseAsPlace } from "#platform/list-address";
import { listPrompts, saveVersion } from "../index.ts";
import type { ListPromptsInput } from "../schema.ts";

let tenant: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
  const [zoe, ann] = [await tenant.as("engineer", "Zoe"), await tenant.as("engineer", "Ann")];
  for (const [at, path] of ["d", "a/x", "c", "b", "a/y", "e", "f"].entries()) {
    // Two at each instant, and three versions of some.
    if (at % 2 === 0) tenant.clock.advance(1000);
    const { id } = await buildPrompt(at % 2 === 0 ? zoe : ann, {
      path,
      content: buildContent("0 {{ticket}}"),
    });
    for (let number = 1; number <= at % 3; number += 1)
      await saveVersion(at % 2 === 0 ? zoe : ann, {
        promptId: id,
        content: buildContent(`${number} {{ticket}}`),
        message: "more",
      });
  }
});

async function pagesOf(input: ListPromptsInput): Promise<string[]> {
  const all: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listPrompts>> = await listPrompts(tenant.ctx, {
      ...input,
      limit: 2,
      ...(cursor ? { cursor } : {}),
    });
    all.push(...page.items.map(({ path }) => path));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}

it("prompts come by path, or in the order asked for, each once over all pages", async () => {
  const rows = await tenant.open.db
    .select({
      path: prompts.path,
      updated: prompts.updatedAt,
      number: promptVersions.number,
      by: promptVersions.createdByName,
    })
    .from(prompts)
    .innerJoin(promptVersions, and(eq(promptVersions.promptId, prompts.id)))
    .where(eq(prompts.projectId, tenant.projectId));
  const newest = [...Map.groupBy(rows, ({ path }) => path).values()].map((versions) =>
    versions.reduce((a, b) => (a.number > b.number ? a : b)),
  );
  type Row = (typeof newest)[number];
  const by = (of: (row: Row) => string | number) =>
    newest
      .toSorted((a, b) => (of(a) === of(b) ? (a.path < b.path ? -1 : 1) : of(a) < of(b) ? -1 : 1))
      .map(({ path }) => path);
  const orders = {
    path: by(({ path }) => path),
    version: by(({ number }) => number),
    updated: by(({ updated }) => updated.getTime()),
    by: by((row) => row.by),
  };
  expect(await pagesOf({})).toEqual(orders.path);
  expect(new Set(Object.values(orders).map((paths) => paths.join())).size).toBe(4);
  for (const sort of ["path", "version", "updated", "by"] as const) {
    expect(await pagesOf({ sort }), sort).toEqual(orders[sort]);
    expect(await pagesOf({ sort: `-${sort}` }), `-${sort}`).toEqual(orders[sort].toReversed());
  }
});

it("an order keeps the folder, and one that is none is refused", async () => {
  expect(await pagesOf({ folder: "a", sort: "-path" })).toEqual(["a/y", "a/x"]);
  const input = { sort: "message" } as unknown as ListPromptsInput;
  await expect(listPrompts(tenant.ctx, input)).rejects.toMatchObject({ name: "ZodError" });
});

it("the next page is reached from the longest path by the longest name, by the verb and by an address", async () => {
  const long = await createTenant();
  const author = await long.as("engineer", "\u6f22".repeat(100));
  const paths = ["a", "b"].map((letter) => `${"x".repeat(99)}/${letter.repeat(100)}`);
  for (const path of paths) await buildPrompt(author, { path, content: buildContent("{{ticket}}") });
  for (const sort of ["path", "by"] as const) {
    const { items, nextCursor } = await listPrompts(long.ctx, { sort, limit: 1 });
    const cursor = parseAsPlace.parse(nextCursor ?? "") ?? "not read";
    expect(cursor).toBe(nextCursor);
    const next = await listPrompts(long.ctx, { sort, limit: 1, cursor });
    expect([...items, ...next.items].map(({ path }) => path)).toEqual(paths);
  }
});
