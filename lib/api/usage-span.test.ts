import { expect, it } from "vitest";
import { createTenant } from "#testing";
import { createApiKey } from "#lib/identity";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { createApi } from "./app.ts";

it("/usage counts from the instant it is asked from to the one before it is asked to, within a day and over days", async () => {
  const tenant = await createTenant();
  const { secret } = await createApiKey(await tenant.as("owner"), {
    name: "figures",
    scopes: ["generations:read"],
  });
  const at = (instant: string) => ({
    traceId: newId(),
    startedAt: new Date(instant),
    source: "api" as const,
    status: "succeeded" as const,
    provider: "p",
    model: "m",
    input: [],
    output: "x",
    latencyMs: 100,
  });
  await recordGenerations(
    tenant.ctx,
    [
      "2026-11-21T23:59:59.999Z",
      "2026-11-22T09:00:00Z",
      "2026-11-22T09:59:59.999Z",
      "2026-11-22T10:00:00Z",
    ].map(at),
  );
  const api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
  const calls = async (from: string, to: string) => {
    const response = await api.request(`/api/v1/usage?from=${from}&to=${to}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    return ((await response.json()) as { count: number }).count;
  };
  expect(await calls("2026-11-22T09:00:00Z", "2026-11-22T10:00:00Z")).toBe(2);
  expect(await calls("2026-11-22T09:00:00.001Z", "2026-11-22T10:00:00.001Z")).toBe(2);
  expect(await calls("2026-11-22T14:45:00%2B05:45", "2026-11-22T15:45:00%2B05:45")).toBe(2);
  expect(await calls("2026-11-22", "2026-11-23")).toBe(3);
  expect(await calls("2026-11-21T12:00:00Z", "2026-11-22T09:30:00Z")).toBe(2);
});
