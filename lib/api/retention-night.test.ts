import { afterEach, beforeAll, expect, it } from "vitest";
import { holdData, listAuditEvents, pruneAll, setRetention } from "#lib/governance";
import { eq } from "drizzle-orm";
import { retentionSettings } from "#db/schema/governance";
import type { Context } from "#lib/identity";
import { createTenant, type Tenant } from "#testing";
import "./every-room.ts";

// What the night does with kinds that fail, and with settings that are changed while it goes on.

const name = "night.things";
let tenants: Tenant[];
let owners: Context[];
/** What each project still has, and what happens while a batch of it is removed. */
let left: Map<string, number>;
let whilePruning: (ctx: Context) => Promise<void> | void = () => {};

beforeAll(async () => {
  tenants = [await createTenant(), await createTenant(), await createTenant()];
  owners = await Promise.all(tenants.map((tenant) => tenant.as("owner")));
  holdData("night", [
    {
      name,
      label: "Things",
      retention: {
        minimumDays: 1,
        because: "",
        figures: "",
        count: (ctx) => Promise.resolve({ all: left.get(ctx.project) ?? 0, old: 0 }),
        prune: async (tx, _before, limit) => {
          await whilePruning(tx);
          const there = left.get(tx.project) ?? 0;
          left.set(tx.project, Math.max(0, there - limit));
          return Math.min(there, limit);
        },
      },
    },
  ]);
});

async function begin(days: number | null = 10): Promise<void> {
  left = new Map(tenants.map(({ projectId }) => [projectId, 1_200]));
  for (const owner of owners) await setRetention(owner, { kind: name, days });
}
const night = () => {
  const [first] = tenants;
  if (!first) throw new Error("no tenant");
  return pruneAll(first.open.db, { signal: new AbortController().signal, clock: first.clock });
};
afterEach(() => {
  whilePruning = () => {};
});

it("goes on with the other projects when one fails, and says at its end that one did", async () => {
  await begin();
  const [broken] = [...tenants].toSorted((a, b) => a.projectId.localeCompare(b.projectId));
  whilePruning = (ctx) => {
    if (ctx.project === broken?.projectId) throw new Error("out of order");
  };
  await expect(night()).rejects.toThrow(/1 of .* could not be pruned/);
  expect(tenants.map(({ projectId }) => left.get(projectId))).toEqual(
    tenants.map(({ projectId }) => (projectId === broken?.projectId ? 1_200 : 0)),
  );
  whilePruning = () => {};
  await night();
  expect([...left.values()]).toEqual([0, 0, 0]);
});

it("keeps what somebody decides to keep while the night goes on, also between two batches", async () => {
  await begin();
  const order = tenants
    .map(({ projectId }, at) => ({ project: projectId, owner: owners[at] }))
    .toSorted((a, b) => a.project.localeCompare(b.project));
  let batches = 0;
  whilePruning = async (ctx) => {
    batches += 1;
    if (batches !== 1) return;
    // In the same transaction, since an embedded database has no second; it holds from the next batch on.
    for (const { project, owner } of order.slice(0, 2))
      if (owner) {
        const tx = { ...owner, db: ctx.db };
        await setRetention(tx, { kind: name, days: project === ctx.project ? null : 20_000 });
      }
  };
  await night();
  // One batch of the first, and all of the others; the second's newer setting counts.
  expect(order.map(({ project }) => left.get(project))).toEqual([700, 0, 0]);
  const events = async (owner: Context | undefined) =>
    owner ? (await listAuditEvents(owner, { action: "retention.prune" })).items.at(0)?.after : null;
  expect(await events(order[0]?.owner)).toMatchObject({ days: 10, removed: 500 });
  expect(await events(order[1]?.owner)).toMatchObject({ days: 20_000, removed: 1_200 });
});

it("tells of a batch in the transaction that removes it, so that a killed process leaves nothing untold", async () => {
  await begin();
  const [[first], [owner]] = [tenants, owners];
  if (!first || !owner) throw new Error("no tenant");
  const seen: unknown[] = [];
  whilePruning = async (ctx) => {
    if (ctx.project !== first.projectId) return;
    const told = await listAuditEvents({ ...owner, db: ctx.db }, { action: "retention.begin" });
    const [setting] = await ctx.db
      .select({ count: retentionSettings.prunedCount, before: retentionSettings.prunedBefore })
      .from(retentionSettings)
      .where(eq(retentionSettings.projectId, ctx.project));
    seen.push([
      told.items.length,
      beforeOf(told.items[0]?.after) === setting?.before?.toISOString(),
      setting?.count,
    ]);
  };
  const events = async () => (await listAuditEvents(owner, { action: "retention.begin" })).items.length;
  const earlier = await events();
  await night();
  // What each batch finds when it begins is what a process killed in it would leave.
  expect(seen.slice(1)).toEqual([
    [earlier + 1, true, 500],
    [earlier + 1, true, 1_000],
    [earlier + 1, true, 1_200],
  ]);
});

const beforeOf = (after: unknown) =>
  typeof after === "object" && after !== null && "before" in after ? after.before : null;
