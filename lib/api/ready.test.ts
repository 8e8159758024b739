import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { AppError } from "#platform/errors";
import { createApi } from "./app.ts";
import { makeReadiness } from "./ready.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

function parts() {
  const world = {
    database: (): Promise<unknown> => Promise.resolve(),
    recording: (): Promise<void> => Promise.resolve(),
  };
  const checkReady = makeReadiness(
    [
      { name: "The database", check: () => world.database() },
      { name: "The job queue", check: () => Promise.resolve() },
    ],
    () => world.recording(),
  );
  const api = createApi({ db: () => Promise.reject(new Error("no call here")), checkReady });
  const ask = async () => {
    const answer = api.request("/api/ready");
    await vi.advanceTimersByTimeAsync(1_100);
    const response = await answer;
    return { status: response.status, text: await response.text() };
  };
  return { world, ask };
}

const hang = () => new Promise<never>(() => undefined);
const fail = () => Promise.reject(new Error("ECONNREFUSED"));

it.each([hang, fail])("is ready, and says so, while calls go on without the database", async (away) => {
  const { world, ask } = parts();
  expect(await ask()).toEqual({ status: 200, text: '{"status":"ready"}' });
  world.database = away;
  const { status, text } = await ask();
  expect([status, JSON.parse(text)]).toEqual([
    200,
    { status: "ready", away: ["The database does not answer."] },
  ]);
  vi.advanceTimersByTime(901_000);
  expect((await ask()).status).toBe(503);
  world.database = () => Promise.resolve();
  expect((await ask()).status).toBe(200);
});

it.each([hang, fail])("is not ready before the database answered once", async (away) => {
  const { world, ask } = parts();
  world.database = away;
  expect(await ask()).toMatchObject({
    status: 503,
    text: expect.stringContaining("The database does not answer."),
  });
});

it("is not ready where no call can be recorded, whatever else answers", async () => {
  const { world, ask } = parts();
  await ask();
  world.recording = () => Promise.reject(new AppError("unavailable", "The log is full."));
  expect((await ask()).status).toBe(503);
});
