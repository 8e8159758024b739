import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { createTenant } from "#testing";
import { readOverview } from "./read.ts";

it("shows the fifty most used of sixty served prompts and says how many there are", async () => {
  const { ctx, projectId, open, clock } = await createTenant();
  const ids = Array.from({ length: 60 }, (_, at) => ({
    promptId: newId(),
    versionId: newId(),
    path: `many/p${at}`,
  }));
  for (const { promptId, versionId, path } of ids) {
    await open.db.execute(
      sql`insert into prompts (id, project_id, path, kind, updated_at, created_at) values (${promptId}, ${projectId}, ${path}, 'text', now(), now())`,
    );
    await open.db.execute(
      sql`insert into prompt_versions (id, project_id, prompt_id, number, content_hash, message, content, created_by_name, created_at) values (${versionId}, ${projectId}, ${promptId}, 1, ${path}, 'm', '{}'::jsonb, 't', now())`,
    );
    await open.db.execute(
      sql`insert into labels (project_id, prompt_id, name, version_id, updated_by_name, updated_at) values (${projectId}, ${promptId}, 'production', ${versionId}, 't', now())`,
    );
  }
  // The last ones are called the most, so that the order of the rows is not the order of their making.
  const at = new Date(clock.now().getTime() - 3_600_000);
  const calls = ids.flatMap(({ promptId, versionId, path }, place) =>
    Array.from({ length: place < 30 ? 0 : place - 29 }, () => ({
      id: newId(),
      traceId: newId(),
      startedAt: at,
      source: "api" as const,
      status: "succeeded" as const,
      promptId,
      promptPath: path,
      promptVersionId: versionId,
      promptVersionNumber: 1,
      label: "production",
      provider: "openai",
      model: "m",
      input: [],
      output: "x",
      latencyMs: 100,
    })),
  );
  await recordGenerations(ctx, calls);
  const { production, productionCount } = await readOverview(ctx, {});
  expect(productionCount).toBe(60);
  expect(production).toHaveLength(50);
  expect(production.slice(0, 3).map(({ promptPath, usage }) => [promptPath, usage.count])).toEqual([
    ["many/p59", 30],
    ["many/p58", 29],
    ["many/p57", 28],
  ]);
  // One call is more than none; among those without a call the order is as it was.
  expect(production[29]).toMatchObject({ promptPath: "many/p30", usage: { count: 1 } });
  expect(production.slice(30).every(({ usage }) => usage.count === 0)).toBe(true);
  // What is served is the newest there is: nothing newer is proposed.
  expect(new Set(production.map(({ nextStep }) => nextStep.to))).toEqual(new Set(["review", "none"]));
});
