import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { newId } from "#platform/ids";
import { createTenant } from "#testing";
import { countGenerations, recordGenerations } from "../index.ts";

it("a list of many says how many it has, to the last one", async () => {
  const { ctx, clock, open } = await createTenant();
  const [one] = await recordGenerations(ctx, [
    {
      traceId: newId(),
      startedAt: clock.now(),
      source: "api",
      status: "succeeded",
      provider: "p",
      model: "m",
      input: [],
      output: "x",
      latencyMs: 1_200,
      metadata: { team: "support" },
    },
  ]);
  const copies = 10_007;
  await open.db.execute(sql`insert into generations
    select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid()))).*
    from generations one, generate_series(1, ${copies}) where one.id = ${one?.id ?? ""}`);
  const filter = { metadata: ["team=support"], status: "succeeded" as const, source: "api" as const };
  expect(await countGenerations(ctx, filter)).toEqual({ count: copies + 1, isMore: false });
});
