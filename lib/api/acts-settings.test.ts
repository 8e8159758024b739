import { beforeAll, describe, expect, it } from "vitest";
import { stopLocalModelDownload } from "#lib/downloads";
import { listProjectsOfUser } from "#lib/identity";
import { acts, namesOf } from "./acts.testing.ts";
import { type Program, type Row, startProgram } from "./program.testing.ts";

let program: Program;
let call: Program["call"];

beforeAll(async () => {
  program = await startProgram();
  ({ call } = program);
});

type Page = Row & { items: Row[] };
const listed = async (id: string, given: Record<string, string> = {}) =>
  ((await call(id, given)) as Page).items;

describe("a connection", () => {
  it("is made, renamed, asked a question, put away and brought back", async () => {
    const made = await call(
      "createConnection",
      {},
      { name: "ours", kind: "simulated", models: ["simulated-instant"] },
    );
    const { id: connectionId } = made;
    await call("updateConnection", { connectionId }, { name: "renamed" });
    expect(await call("getConnection", { connectionId })).toMatchObject({
      name: "renamed",
      lastTestedAt: null,
    });
    const { events } = await call("testConnection", { connectionId }, { prompt: "Say hello." });
    expect(events).toContainEqual(expect.objectContaining({ type: "done" }));
    expect(await call("getConnection", { connectionId })).toMatchObject({ lastTestedAt: expect.any(String) });
    await call("archiveConnection", { connectionId }, {});
    expect(await listed("listConnections")).toEqual([]);
    await call("archiveConnection", { connectionId }, { isArchived: false });
    expect(await listed("listConnections")).toMatchObject([{ id: connectionId }]);
  });

  it("gets, switches off and loses a model, and may make the project's vectors", async () => {
    const { id: connectionId } = await call(
      "createConnection",
      {},
      { name: "real", kind: "openai_compatible", baseUrl: "https://models.example/v1", models: ["m"] },
    );
    const { id: modelId } = await call("addModel", { connectionId }, { name: "vectors", inputPrice: 1 });
    await call("updateModel", { modelId }, { isEnabled: false });
    expect((await call("getConnection", { connectionId }))["models"]).toContainEqual(
      expect.objectContaining({ id: modelId, name: "vectors", inputPrice: 1, isEnabled: false }),
    );
    await call("removeModel", { modelId });
    expect(await call("getConnection", { connectionId })).toMatchObject({ models: [{ name: "m" }] });
    const setting = { kind: "connection", connectionId, model: "m" };
    await call("setEmbeddingModel", {}, setting);
    expect(await call("getEmbeddingModel")).toMatchObject({ setting });
    await call("setEmbeddingModel", {}, { kind: "built_in" });
    expect(await call("getEmbeddingModel")).toMatchObject({ setting: { kind: "built_in" } });
  });

  it("begins to fetch the local model", async () => {
    expect(await call("startLocalModelDownload")).toEqual({ isStarted: true });
    await stopLocalModelDownload();
    expect(["absent", "off"]).not.toContain((await call("getLocalModel"))["status"]);
  });
});

describe("people and programs", () => {
  const read = (secret: unknown) =>
    program.api.request("/api/v1/prompts", { headers: { authorization: `Bearer ${String(secret)}` } });

  it("get keys that work until they are ended", async () => {
    const { id: apiKeyId, secret } = await call(
      "createApiKey",
      {},
      { name: "reader", scopes: ["keys:write"] },
    );
    expect(await listed("listApiKeys")).toContainEqual(
      expect.objectContaining({ id: apiKeyId, revokedAt: null }),
    );
    expect((await read(secret)).status).toBe(403);
    await call("revokeApiKey", { apiKeyId });
    expect((await read(secret)).status).toBe(401);
  });

  it("are invited, and the invitation taken back", async () => {
    const { id: invitationId } = await call(
      "inviteMember",
      {},
      { email: "new@example.test", role: "viewer" },
    );
    expect(await listed("listInvitations")).toMatchObject([{ email: "new@example.test", role: "viewer" }]);
    await call("revokeInvitation", { invitationId });
    expect(await listed("listInvitations")).toEqual([]);
  });

  it("get other roles, in the organisation and in the project, and leave", async () => {
    const { actor } = await program.tenant.as("viewer", "Vera");
    const userId = actor.id;
    const member = async () => (await listed("listMembers")).find((row) => row["userId"] === userId);
    await call("changeRole", { userId }, { role: "engineer" });
    await call("setProjectRole", { userId }, { role: "reviewer" });
    expect(await member()).toMatchObject({ role: "engineer", projectRole: "reviewer" });
    await call("removeMember", { userId });
    expect(await member()).toBeUndefined();
  });

  it("get a further project", async () => {
    const { owner, tenant } = program;
    const made = await call("createProject", {}, { name: "Second", slug: `second-${tenant.projectId}` });
    const userId = owner.actor.kind === "user" ? owner.actor.id : "";
    const found = await listProjectsOfUser(tenant.open.db, userId);
    expect(found).toContainEqual(expect.objectContaining({ slug: made["slug"], name: "Second" }));
  });
});

describe("rules", () => {
  it("are made, tried, changed and switched off", async () => {
    const rules = { blocklist: [{ term: "zebra", action: "block" }] };
    const { id: policyId } = await call("createPolicy", {}, { name: "Mail", rules: {} });
    await call("savePolicy", { policyId }, { name: "Mail", rules });
    const tried = { policyId, text: "A zebra came.", stage: "input" };
    expect(await call("testPolicy", {}, tried)).toMatchObject({ result: { action: "block" } });
    await call("setPolicyEnabled", { policyId }, { isEnabled: false });
    expect(await call("getPolicy", { policyId })).toMatchObject({ isEnabled: false, version: { number: 2 } });
  });

  it("of an environment and the name of a KPI are changed", async () => {
    const gate = { conditions: [{ kind: "approvals", count: 2 }], note: "Two people." };
    await call("updateGate", { environment: "staging" }, { gate });
    expect((await listed("listEnvironments")).find(({ name }) => name === "staging")).toMatchObject({
      gate: { note: "Two people.", conditions: [{ kind: "approvals", count: 2 }] },
    });
    const { id: kpiId } = await call("defineKpi", {}, { key: "solved", name: "Solved" });
    await call("updateKpi", { kpiId }, { name: "Solved at once", isHigherBetter: false });
    expect(await listed("listKpis")).toMatchObject([
      { id: kpiId, name: "Solved at once", isHigherBetter: false },
    ]);
  });
});

it("does all that is named for it", () => {
  expect(namesOf(acts.settings).filter((name) => !program.called.has(name))).toEqual([]);
});
