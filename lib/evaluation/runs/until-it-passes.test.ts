import { expect, it } from "vitest";
import { AppError } from "#platform/errors";
import { untilItPasses } from "./until-it-passes.ts";

const never = new AbortController().signal;
const lost = () =>
  Object.assign(new Error("Failed query"), { cause: Object.assign(new Error("lost"), { code: "08006" }) });
const full = () => new AppError("unavailable", "The log is full.", { details: { retryAfterMs: 5_000 } });

it.each([lost, full])("works again until the database is back or calls are taken", async (failure) => {
  let tries = 0;
  const work = () => {
    tries += 1;
    return tries < 4 ? Promise.reject(failure()) : Promise.resolve("done");
  };
  expect(await untilItPasses(work, never, 1)).toBe("done");
  expect(tries).toBe(4);
});

it("throws what no waiting mends, at once", async () => {
  let tries = 0;
  const credential = new AppError("unavailable", "A stored credential cannot be read.");
  const work = () => {
    tries += 1;
    return Promise.reject(credential);
  };
  await expect(untilItPasses(work, never, 1)).rejects.toBe(credential);
  expect(tries).toBe(1);
});

it("does not hold up a shutdown", async () => {
  const stop = new AbortController();
  const waiting = untilItPasses(() => Promise.reject(lost()), stop.signal, 60_000);
  stop.abort();
  await expect(waiting).rejects.toThrow("Failed query");
});
