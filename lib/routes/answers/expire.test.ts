import { beforeAll, expect, it } from "vitest";
import { cachedAnswers } from "#db/schema/routes";
import type { Context } from "#lib/identity";
import { createConnection } from "#lib/models";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import { createRoute, keepCachedAnswer } from "../index.ts";
import { dropExpiredAnswers } from "./expire.ts";

const byNobody = {
  question: "q",
  promptId: null,
  promptVersionId: null,
  metadata: null,
  endUser: null,
  meaning: null,
};
let tenant: Tenant;
let admin: Context;
beforeAll(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
});

async function keep(name: string, keys: readonly string[], ttlSeconds: number): Promise<void> {
  const { id: connectionId } = await createConnection(admin, { name, kind: "simulated", models: ["m"] });
  const target = { connectionId, model: "m" };
  const definition = { targets: [target], cache: { ttlSeconds } };
  const { id: routeId } = await createRoute(admin, { name, definition });
  const said = { output: "o", reasoning: "", refusal: null, toolCalls: [], finishReason: "stop" as const };
  for (const key of keys)
    await keepCachedAnswer(admin, {
      routeId,
      key,
      ttlSeconds,
      answer: { generationId: newId(), target, ...said },
      ...byNobody,
    });
}
const keys = async () => {
  const rows = await tenant.open.db.select({ key: cachedAnswers.key }).from(cachedAnswers);
  return rows.map(({ key }) => key).toSorted();
};
const night = (signal = new AbortController().signal) =>
  dropExpiredAnswers(tenant.open.db, { signal, clock: tenant.clock, batchSize: 2 });

it("answers go at night when their time is over, also of routes that nobody calls any more, and no others", async () => {
  await keep("short", ["a", "b", "c", "d", "e"], 60);
  await keep("shorter", ["f"], 59);
  await keep("long", ["g"], 61);
  await night();
  expect(await keys()).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
  tenant.clock.advance(59_999);
  await night();
  expect(await keys()).toEqual(["a", "b", "c", "d", "e", "g"]);
  tenant.clock.advance(1);
  await expect(night(AbortSignal.abort())).rejects.toThrow();
  expect(await keys()).toHaveLength(6);
  await night();
  expect(await keys()).toEqual(["g"]);
});
