import { beforeAll, expect, it } from "vitest";
import { runs } from "#db/schema/evaluation";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import type { ListRunsInput, Run } from "./schema.ts";
import { buildBench } from "./fixture.testing.ts";
import { listRuns } from "./read.ts";

let tenant: Tenant;
/** Of ten runs: ties in every column, and four whose cost nobody knows. */
const costs = [0.5, null, 0.1, 0.5, null, 2e-9, 0.5, null, 0.1, null];

beforeAll(async () => {
  tenant = await createTenant();
  const admin = await tenant.as("admin");
  const benches = [
    await buildBench(tenant.ctx, admin, { isSimulated: true, examples: 1 }),
    await buildBench(tenant.ctx, admin, { isSimulated: true, examples: 1 }),
  ] as const;
  const started = tenant.clock.now().getTime();
  await tenant.open.db.insert(runs).values(
    costs.map((costUsd, at) => {
      const bench = benches[at % 2 === 0 ? 0 : 1];
      return {
        id: newId(),
        projectId: tenant.projectId,
        number: at + 1,
        promptId: bench.promptId,
        promptVersionId: bench.versionIds[0],
        datasetVersionId: bench.datasetVersionId,
        suiteVersionId: bench.suiteVersionId,
        target: { connectionId: bench.connectionId, model: at < 4 ? "b" : "a" },
        status: at % 3 === 0 ? ("failed" as const) : ("succeeded" as const),
        concurrency: 1,
        totalCases: 1,
        summary: at === 4 ? null : { evaluators: [], costUsd, gate: at < 5 ? "met" : "unmet" },
        createdByName: "test",
        // Runs started together have one instant.
        createdAt: new Date(started + Math.floor(at / 3)),
      };
    }),
  );
});

async function pagesOf(input: ListRunsInput): Promise<Run[]> {
  const all: Run[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listRuns>> = await listRuns(tenant.ctx, {
      ...input,
      limit: 3,
      ...(cursor ? { cursor } : {}),
    });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}
const numbers = (found: readonly Run[]) => found.map(({ number }) => number);

it("runs come newest first, or in the order asked for, over all pages", async () => {
  expect(numbers(await pagesOf({}))).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(numbers(await pagesOf({ sort: "run" }))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(numbers(await pagesOf({ sort: "cost" }))).toEqual([6, 3, 9, 1, 4, 7, 2, 5, 8, 10]);
  expect(numbers(await pagesOf({ sort: "-cost" }))).toEqual([7, 4, 1, 9, 3, 6, 10, 8, 5, 2]);
  expect(numbers(await pagesOf({ sort: "started" }))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(numbers(await pagesOf({ sort: "model" }))).toEqual([5, 6, 7, 8, 9, 10, 1, 2, 3, 4]);
  expect(numbers(await pagesOf({ sort: "-verdict" }))).toEqual([10, 9, 8, 7, 6, 4, 3, 2, 1, 5]);
});

it.each(["state", "dataset", "suite"] as const)(
  "runs by %s are together and hold each once, both ways",
  async (sort) => {
    const of = ({ status, datasetName, suiteName }: Run) =>
      ({
        state: status,
        dataset: datasetName,
        suite: suiteName,
      })[sort];
    const up = await pagesOf({ sort });
    expect(numbers(up).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(up.map(of)).toEqual(up.map(of).toSorted());
    expect(numbers(await pagesOf({ sort: `-${sort}` }))).toEqual(numbers(up).toReversed());
  },
);

it("an order keeps the filters, and one that is none is refused", async () => {
  expect(numbers(await pagesOf({ sort: "cost", status: "failed" }))).toEqual([1, 4, 7, 10]);
  // A word of a column that the list does not sort by.
  const input = { sort: "summary" } as unknown as ListRunsInput;
  await expect(listRuns(tenant.ctx, input)).rejects.toMatchObject({ name: "ZodError" });
});
