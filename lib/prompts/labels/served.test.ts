import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "#db";
import { labels } from "#db/schema/prompts";
import { createTenant, type Tenant } from "#testing";
// Declares the job before the queue opens.
import "../jobs.ts";
import { updatePrompt } from "../registry/update.ts";
import { buildContent, buildPrompt } from "#testing/prompts";
import { getPromptVersion, resolvePrompt } from "../versions/read.ts";
import { saveVersion } from "../versions/save.ts";
import { moveLabel } from "./move.ts";

const server = process.env["TEST_DATABASE_URL"];
let tenant: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
});

/** A prompt with two versions, `served` on the first and fetched once, so that it is remembered. */
async function served() {
  const { ctx } = tenant;
  const prompt = await buildPrompt(ctx);
  const { version } = await saveVersion(ctx, {
    promptId: prompt.id,
    content: buildContent("Sort again {{ticket}}"),
    message: "second",
  });
  await moveLabel(ctx, { promptId: prompt.id, name: "served", versionId: prompt.latest.id });
  const number = async () => (await resolvePrompt(ctx, { path: prompt.path, label: "served" })).number;
  expect(await number()).toBe(1);
  return { ctx, prompt, second: version.id, number };
}

describe("what a label serves", () => {
  it("is the new version for the very next call after a move", async () => {
    const { ctx, prompt, second, number } = await served();
    for (const [versionId, expected] of [
      [second, 2],
      [prompt.latest.id, 1],
      [second, 2],
    ] as const) {
      await moveLabel(ctx, { promptId: prompt.id, name: "served", versionId });
      expect(await number()).toBe(expected);
    }
    expect((await getPromptVersion(ctx, { versionId: second })).labels).toEqual(["latest", "served"]);
  });

  it("follows `latest` to every saved version, and a renamed prompt to its new path only", async () => {
    const { ctx, prompt } = await served();
    expect((await resolvePrompt(ctx, { path: prompt.path })).number).toBe(2);
    await saveVersion(ctx, { promptId: prompt.id, content: buildContent("Third {{ticket}}"), message: "3" });
    expect((await resolvePrompt(ctx, { path: prompt.path })).number).toBe(3);
    const path = `${prompt.path}-renamed`;
    await updatePrompt(ctx, { promptId: prompt.id, path });
    await expect(resolvePrompt(ctx, { path: prompt.path })).rejects.toMatchObject({ code: "not_found" });
    expect((await resolvePrompt(ctx, { path })).promptPath).toBe(path);
  });

  it("is seen moved inside the transaction that moves it, and by nobody after a roll-back", async () => {
    const { ctx, prompt, second, number } = await served();
    const path = prompt.path;
    const failing = inTransaction(ctx, async (tx) => {
      await moveLabel(tx, { promptId: prompt.id, name: "served", versionId: second });
      expect((await resolvePrompt(tx, { path, label: "served" })).number).toBe(2);
      throw new Error("the gate is not met");
    });
    await expect(failing).rejects.toThrow("the gate");
    expect(await number()).toBe(1);
  });

  it("is not what a call read that began before the move", async () => {
    const { ctx, prompt, second, number } = await served();
    for (let round = 0; round < 10; round += 1) {
      const to = round % 2 === 0 ? second : prompt.latest.id;
      const early = Promise.all(Array.from({ length: 5 }, number));
      await moveLabel(ctx, { promptId: prompt.id, name: "served", versionId: to });
      expect(await number()).toBe(round % 2 === 0 ? 2 : 1);
      await early;
      expect(await number()).toBe(round % 2 === 0 ? 2 : 1);
    }
  });

  it("is no other project's, and nobody's without the permission, remembered or not", async () => {
    const { prompt, number } = await served();
    await number();
    const other = await createTenant();
    const input = { path: prompt.path, label: "served" };
    await expect(resolvePrompt(other.ctx, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(resolvePrompt(tenant.asApiKey(["datasets:read"]), input)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it.runIf(server)("is heard of when another process moves it", { timeout: 60_000 }, async () => {
    const { ctx, prompt, second, number } = await served();
    const { rows } = await tenant.open.driver.query("select current_database() as name");
    const url = new URL(server ?? "");
    url.pathname = `/${String(rows[0]?.["name"])}`;
    const words = [url.toString(), ctx.project, prompt.id, "served", second];
    const child = spawn(
      join("node_modules", ".bin", "node"),
      [join("lib", "prompts", "labels", "served.testing.ts"), ...words],
      { stdio: ["ignore", "inherit", "inherit"] },
    );
    const [code] = (await once(child, "exit")) as [number];
    expect(code).toBe(0);
    // The bound of five seconds would take longer than this.
    await expect.poll(number, { timeout: 1_000, interval: 5 }).toBe(2);
  });

  it.runIf(server)("is read again while changes cannot be heard, and remembered again after", async () => {
    const { ctx, prompt, second, number } = await served();
    const { driver } = tenant.open;
    await driver.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query ilike 'listen%valueloop_changes%'",
    );
    // As a process would that announces to nobody.
    await driver.query(
      "update labels set version_id = $1 where project_id = $2 and prompt_id = $3 and name = 'served'",
      [second, ctx.project, prompt.id],
    );
    await expect.poll(number, { timeout: 1_000, interval: 5 }).toBe(2);
    await moveLabel(ctx, { promptId: prompt.id, name: "served", versionId: prompt.latest.id });
    expect(await number()).toBe(1);
  });
});

it("keeps a label of digits from before the rule readable by its name, and says how a number is asked for", async () => {
  const tenant = await createTenant();
  const prompt = await buildPrompt(tenant.ctx);
  await saveVersion(tenant.ctx, { promptId: prompt.id, content: buildContent("Two"), message: "two" });
  await tenant.open.db.insert(labels).values({
    projectId: tenant.projectId,
    promptId: prompt.id,
    name: "9",
    versionId: prompt.latest.id,
    updatedByName: "test",
    updatedAt: tenant.clock.now(),
  });
  expect(await resolvePrompt(tenant.ctx, { path: prompt.path, label: "9" })).toMatchObject({ number: 1 });
  await expect(resolvePrompt(tenant.ctx, { path: prompt.path, label: "2" })).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringContaining("version=2"),
  });
});
