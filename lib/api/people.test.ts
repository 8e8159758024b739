import { eq, is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { beforeAll, describe, expect, it } from "vitest";
import * as schema from "../../db/schema/index.ts";
import { addExampleFromGeneration, createDataset, editExample } from "#lib/datasets";
import { listFeedback, recordFeedback } from "#lib/feedback";
import {
  erasePerson,
  exportPerson,
  listAuditEvents,
  pruneAll,
  setRetention,
  verifyAudit,
} from "#lib/governance";
import type { Context } from "#lib/identity";
import { createConnection } from "#lib/models";
import { listGenerations, recordGenerations, usageSummary } from "#lib/observability";
import { projectAuditChecks } from "#lib/releases";
import { addTasks, claimTask, createQueue, decideTask, listTasks } from "#lib/review";
import { createRoute, keepCachedAnswer } from "#lib/routes";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import { fillProject } from "./tenancy.testing.ts";
import "./every-room.ts";

// Here and not in lib/governance, since every room must be there: what one of them forgets is found by looking everywhere.

/** The chain keeps what it says; everything else is looked through. */
const chains = ["audit_events", "audit_checkpoints"];
const tables = Object.values(schema).filter((value) => is(value, PgTable));

/** The names of the tables in which a text stands. */
async function holding(tenant: Tenant, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const table of tables) {
    const { name } = getTableConfig(table);
    if (chains.includes(name)) continue;
    const all: Record<string, unknown>[] = await tenant.open.db.select().from(table);
    const rows = all.filter(({ projectId }) => projectId === undefined || projectId === tenant.projectId);
    if (JSON.stringify(rows).includes(text)) found.push(name);
  }
  return found;
}

describe("a member", () => {
  let tenant: Tenant;
  let owner: Context;
  const people: { id: string; name: string; email: string }[] = [];

  beforeAll(async () => {
    tenant = await createTenant();
    owner = await tenant.as("owner", "The last owner");
    const as: Tenant["as"] = async (role) => {
      const ctx = await tenant.as(role, `Quirin Nobody the ${people.length + 1}.`);
      if (ctx.actor.kind === "user") people.push(ctx.actor);
      return ctx;
    };
    const { taskId } = await fillProject({ ...tenant, as });
    // On somebody's screen when they are erased.
    await claimTask(await as("reviewer"), { taskId });
  });

  it("gets all that bears their name, from every room", async () => {
    const held = await Promise.all(
      people.map(({ id }) => exportPerson(owner, { kind: "member", userId: id })),
    );
    const kinds = new Set(
      held.flatMap(({ projects }) => projects.flatMap((each) => Object.keys(each.kinds))),
    );
    expect([...kinds].toSorted()).toEqual([
      "budgets.budgets",
      "budgets.changes",
      "datasets.examples",
      "datasets.versions",
      "evaluation.runs",
      "evaluation.suites",
      "files.files",
      "governance.events",
      "guardrails.policies",
      "models.prices",
      "playground.conversations",
      "prompts.branches",
      "prompts.drafts",
      "prompts.labels",
      "prompts.versions",
      "releases.promotions",
      "review.adjudications",
      "review.decisions",
      "routes.versions",
    ]);
    expect(held[0]?.account).toMatchObject({ name: people[0]?.name, email: people[0]?.email });
    expect(JSON.stringify(held)).not.toMatch(/passwordHash|keyHash|tokenHash|sessionToken|totpSecret/);
  });

  it("stands nowhere any more once erased, and the chains and the rows they name still hold", async () => {
    const [first] = people;
    expect(await holding(tenant, first?.name ?? "?")).toContain("prompt_versions");
    for (const { id, name, email } of people) {
      const { pseudonym, isAccountEmptied } = await erasePerson(owner, { kind: "member", userId: id });
      expect(isAccountEmptied).toBe(true);
      expect(await holding(tenant, name)).toEqual([]);
      expect(await holding(tenant, email)).toEqual([]);
      expect(await holding(tenant, pseudonym)).toContain("users");
    }
    expect(await verifyAudit(owner, {}, projectAuditChecks)).toMatchObject({ isIntact: true, problems: [] });
    expect(await verifyAudit(owner, { chain: "organisation" })).toMatchObject({ isIntact: true });
    const [event] = (await listAuditEvents(owner, { chain: "organisation", action: "person.erase" })).items;
    expect(event).toMatchObject({ actor: { name: "The last owner" }, subjectType: "user" });
    expect(JSON.stringify(event)).not.toContain("Quirin");
  });

  it("keeps their account where another organisation has them, and their name there", async () => {
    const [here, there] = [await createTenant(), await createTenant()];
    const boss = await here.as("owner");
    const { actor } = await here.as("engineer", "Shared Person");
    await there.open.db
      .insert(schema.members)
      .values({ organisationId: there.organisationId, userId: actor.id, role: "viewer" });
    expect(await erasePerson(boss, { kind: "member", userId: actor.id })).toMatchObject({
      isAccountEmptied: false,
    });
    expect(await holding(here, "Shared Person")).toEqual(["users"]);
    await expect(exportPerson(boss, { kind: "member", userId: actor.id })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("is erased by an owner only, and neither oneself nor of another organisation", async () => {
    const other = await createTenant();
    const victim = { kind: "member" as const, userId: (await tenant.as("viewer")).actor.id };
    for (const ctx of [await tenant.as("admin"), tenant.asApiKey(["audit:read"])]) {
      await expect(erasePerson(ctx, victim)).rejects.toMatchObject({ code: "forbidden" });
      await expect(exportPerson(ctx, victim)).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(erasePerson(await other.as("owner"), victim)).rejects.toMatchObject({ code: "not_found" });
    const second = await tenant.as("owner");
    await expect(erasePerson(second, { kind: "member", userId: second.actor.id })).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("an end user", () => {
  const key = "customer-4711";
  const said = "the dachshund of Mrs. Pfeiffer";

  async function withUser() {
    const tenant = await createTenant();
    const owner = await tenant.as("owner");
    const record = (metadata: Record<string, unknown>, text: string) => ({
      startedAt: tenant.clock.now(),
      traceId: newId(),
      source: "api" as const,
      status: "succeeded" as const,
      provider: "p",
      model: "m",
      input: text,
      output: text,
      latencyMs: 1,
      metadata,
    });
    const [byMetadata, byFeedback, others] = await recordGenerations(owner, [
      record({ user: key }, said),
      record({}, said),
      record({ user: "customer-47" }, "somebody else's"),
    ]);
    const ids = [byMetadata, byFeedback, others].map((row) => row?.id ?? "");
    const [mine = "", alsoMine = "", theirs = ""] = ids;
    await recordFeedback(owner, { generationId: alsoMine, score: 0, comment: said, endUser: key });
    await recordFeedback(owner, { generationId: theirs, score: 1, comment: "fine", endUser: "customer-47" });
    const dataset = await createDataset(owner, { name: "tickets" });
    await addExampleFromGeneration(owner, { datasetId: dataset.id, generationId: mine });
    const queue = await createQueue(owner, { name: "look" });
    await addTasks(owner, { queueId: queue.id, generationIds: [mine, theirs] });
    const reviewer = await tenant.as("reviewer");
    for (const { id } of (await listTasks(owner, { queueId: queue.id })).items) {
      await claimTask(reviewer, { taskId: id });
      await decideTask(reviewer, {
        taskId: id,
        kind: "edit",
        correction: `${said}, corrected`,
        decisionMs: 1,
      });
    }
    const kind = "simulated" as const;
    const { id: connectionId } = await createConnection(owner, { name: "sim", kind, models: ["m"] });
    const target = { connectionId, model: "m" };
    const definition = { targets: [target], cache: { ttlSeconds: 60 } };
    const { id: routeId } = await createRoute(owner, { name: "cached", definition });
    for (const [generationId, output] of [
      [alsoMine, said],
      [theirs, "somebody else's"],
    ] as const)
      await keepCachedAnswer(owner, {
        routeId,
        key: generationId,
        ttlSeconds: 60,
        answer: {
          generationId,
          target,
          output,
          reasoning: "",
          refusal: null,
          toolCalls: [],
          finishReason: "stop",
        },
        question: null,
        promptId: null,
        promptVersionId: null,
        metadata: null,
        endUser: null,
        meaning: null,
      });
    return { tenant, owner, mine, alsoMine, theirs, queue };
  }

  it("gets the calls that bear their key, or that they gave feedback to, and what was made of them", async () => {
    const { owner, mine, alsoMine } = await withUser();
    const { projects } = await exportPerson(owner, { kind: "end_user", key });
    const kinds = projects[0]?.kinds ?? {};
    expect(kinds["observability.generations"]?.map(({ id }) => id).toSorted()).toEqual(
      [mine, alsoMine].toSorted(),
    );
    expect(Object.keys(kinds).toSorted()).toEqual([
      "datasets.examples",
      "feedback.feedback",
      "observability.generations",
      "review.tasks",
    ]);
  });

  it("stands nowhere any more once erased; figures stay, and so do others", async () => {
    const { tenant, owner, theirs, queue } = await withUser();
    const cost = await usageSummary(owner, { from: new Date(0), to: tenant.clock.now() });
    const { touched } = await erasePerson(owner, { kind: "end_user", key });
    expect(touched).toEqual({
      "datasets.examples": 1,
      "feedback.feedback": 1,
      "observability.generations": 2,
      "review.tasks": 1,
      "routes.cached_answers": 1,
    });
    expect(await holding(tenant, "somebody else's")).toContain("cached_answers");
    expect(await holding(tenant, `"${key}"`)).toEqual([]);
    // One task and its correction are another's.
    expect(await holding(tenant, said)).toEqual(["decisions"]);
    expect((await listGenerations(owner, {})).items.map(({ id }) => id)).toEqual([theirs]);
    expect((await usageSummary(owner, { from: new Date(0), to: tenant.clock.now() })).count).toBe(cost.count);
    expect(
      (await listFeedback(owner)).items.map(({ score, comment }) => [score, comment]).toSorted(),
    ).toEqual([
      [0, ""],
      [1, "fine"],
    ]);
    const examples = await tenant.open.db
      .select()
      .from(schema.examples)
      .where(eq(schema.examples.projectId, tenant.projectId));
    expect(examples).toMatchObject([{ inputs: {}, reference: null, metadata: { erased: true } }]);
    expect((await listTasks(owner, { queueId: queue.id, status: "decided" })).items).toHaveLength(2);
    expect(await verifyAudit(owner, {}, projectAuditChecks)).toMatchObject({ isIntact: true });
    await expect(erasePerson(owner, { kind: "end_user", key })).rejects.toMatchObject({ code: "not_found" });
  });

  /** What a policy leaves of an address, with what a program sent beside it. */
  const redacted = { metadata: { user: "<EMAIL_ADDRESS>" }, endUser: "ada@example.org" };
  const aCall = (tenant: Tenant, more: object) => ({
    startedAt: tenant.clock.now(),
    traceId: newId(),
    source: "api" as const,
    status: "succeeded" as const,
    provider: "p",
    model: "m",
    input: said,
    output: said,
    latencyMs: 1,
    ...more,
  });
  it("is found by a key that a policy took out of everything that is kept", async () => {
    const tenant = await createTenant();
    const owner = await tenant.as("owner");
    const [mine, others] = await recordGenerations(owner, [
      aCall(tenant, redacted),
      aCall(tenant, { ...redacted, endUser: "bob@example.org" }),
    ]);
    const person = { kind: "end_user" as const, key: "ada@example.org" };
    await recordFeedback(owner, { generationId: mine?.id ?? "", score: 1, endUser: person.key });
    await tenant.open.db
      .update(schema.feedback)
      .set({ endUser: "<EMAIL_ADDRESS>" })
      .where(eq(schema.feedback.projectId, tenant.projectId));
    const { projects } = await exportPerson(owner, person);
    const found = projects[0]?.kinds["observability.generations"] ?? [];
    expect(found.map(({ id }) => id)).toEqual([mine?.id]);
    expect(projects[0]?.kinds["feedback.feedback"]).toHaveLength(1);
    expect((await erasePerson(owner, person)).touched).toEqual({
      "feedback.feedback": 1,
      "observability.generations": 1,
    });
    expect((await listGenerations(owner, {})).items.map(({ id }) => id)).toEqual([others?.id]);
  });

  it("is found in tasks and examples, edited ones too, when their calls are gone", async () => {
    const tenant = await createTenant();
    const owner = await tenant.as("owner");
    const old = new Date(tenant.clock.now().getTime() - 300 * 86_400_000);
    const [mine, theirs] = await recordGenerations(owner, [
      aCall(tenant, { ...redacted, startedAt: old }),
      aCall(tenant, {
        metadata: { user: "bob" },
        startedAt: old,
        input: "somebody else's",
        output: "somebody else's",
      }),
    ]);
    const [mineId = "", theirsId = ""] = [mine?.id, theirs?.id];
    const queue = await createQueue(owner, { name: "look" });
    await addTasks(owner, { queueId: queue.id, generationIds: [mineId, theirsId] });
    const { id: datasetId } = await createDataset(owner, { name: "tickets" });
    const { addedIds } = await addExampleFromGeneration(owner, { datasetId, generationId: mineId });
    await addExampleFromGeneration(owner, { datasetId, generationId: theirsId });
    await editExample(owner, {
      datasetId,
      exampleId: addedIds[0] ?? "",
      inputs: { input: `${said}, edited` },
    });
    // Bob rated Ada's call, which makes nothing of it his.
    await recordFeedback(owner, { generationId: mineId, score: 1, endUser: "bob" });
    await setRetention(owner, { kind: "observability.generations", days: 183 });
    await pruneAll(tenant.open.db, { signal: new AbortController().signal, clock: tenant.clock });
    expect((await listGenerations(owner, {})).items).toEqual([]);

    const bobs = await exportPerson(owner, { kind: "end_user", key: "bob" });
    expect(JSON.stringify(bobs)).not.toContain(said);
    expect(bobs.projects[0]?.kinds["review.tasks"]).toHaveLength(1);
    const { touched } = await erasePerson(owner, { kind: "end_user", key: "ada@example.org" });
    expect(touched).toEqual({ "datasets.examples": 2, "review.tasks": 1 });
    expect(await holding(tenant, said)).toEqual([]);
    expect(await holding(tenant, "somebody else's")).toEqual(expect.arrayContaining(["tasks", "examples"]));
  });

  it("owns what they say of somebody else's call, and not the call", async () => {
    const { tenant, owner, mine, theirs } = await withUser();
    await recordFeedback(owner, { generationId: theirs, score: 0, comment: "mine alone", endUser: key });
    // As a version before hashes kept it.
    await tenant.open.db
      .update(schema.generations)
      .set({ endUserHash: null })
      .where(eq(schema.generations.id, theirs));
    const [hashed] = await recordGenerations(owner, [aCall(tenant, { metadata: { user: "customer-47" } })]);
    await recordFeedback(owner, { generationId: hashed?.id ?? "", score: 0, endUser: key });
    const { kinds = {} } = (await exportPerson(owner, { kind: "end_user", key })).projects[0] ?? {};
    expect(JSON.stringify(kinds)).toContain("mine alone");
    expect(JSON.stringify(kinds)).not.toContain("somebody else's");
    expect(kinds["observability.generations"]?.map(({ id }) => id)).toContain(mine);
    await erasePerson(owner, { kind: "end_user", key });
    const left = (await listGenerations(owner, {})).items.map(({ id }) => id);
    expect(left.toSorted()).toEqual([theirs, hashed?.id ?? ""].toSorted());
  });

  it("of another project is left alone", async () => {
    const [{ owner }, other] = [await withUser(), await withUser()];
    await erasePerson(owner, { kind: "end_user", key });
    expect((await listGenerations(other.owner, {})).items).toHaveLength(3);
  });
});
