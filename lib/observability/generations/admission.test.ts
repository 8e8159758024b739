import { afterEach, expect, it } from "vitest";
import { admitCall, type Bounds, checkRecording, pressureOf, slowedMs } from "./admission.ts";
import type { CallLog } from "./log/call-log.ts";
import { generationWriter } from "./writer.ts";
import type { WriterState } from "./writer-settings.ts";

const bounds: Bounds = { logBytes: 1_000, ageMs: 10_000, memoryBytes: 500 };
const well: WriterState = {
  rows: 0,
  bytes: 0,
  ageMs: 0,
  logBytes: 0,
  hasLog: true,
  isLogBroken: false,
  isStoreFailing: false,
};

afterEach(() => generationWriter().useLog(undefined));

it("is as near to its bound as the nearer of bytes and age is to its own, and says which", () => {
  expect(pressureOf(well, bounds).share).toBe(0);
  expect(pressureOf({ ...well, logBytes: 400, ageMs: 3_000 }, bounds).share).toBe(0.4);
  expect(pressureOf({ ...well, logBytes: 400, ageMs: 7_000 }, bounds)).toEqual({
    share: 0.7,
    because: "The database is behind: the oldest call has waited for 7 s",
  });
  expect(pressureOf({ ...well, logBytes: 5_000 }, bounds).share).toBe(1);
});

it("takes no call where neither the log nor the database can be written, and some where one of them can", () => {
  const broken = { ...well, isLogBroken: true, rows: 1, bytes: 50 };
  expect(pressureOf({ ...broken, isStoreFailing: true }, bounds).share).toBe(1);
  expect(pressureOf(broken, bounds).share).toBe(0.1);
  expect(pressureOf({ ...well, isStoreFailing: true, rows: 1 }, bounds).share).toBe(0);
});

it("slows calls from half of the bound on, up to a second", () => {
  expect([0, 0.5, 0.75, 1].map(slowedMs)).toEqual([0, 0, 500, 1_000]);
});

it("at the bound it refuses with the time to wait, and is not ready", async () => {
  const full = { bytes: () => 1e12, leftSince: () => null } as unknown as CallLog;
  generationWriter().useLog(full);
  const refusal = { code: "unavailable", details: { retryAfterMs: 5_000 } };
  await expect(admitCall()).rejects.toMatchObject(refusal);
  await expect(checkRecording()).rejects.toMatchObject(refusal);
  generationWriter().useLog({ ...full, bytes: () => 0 });
  await expect(admitCall()).resolves.toBeUndefined();
  await expect(checkRecording()).resolves.toBeUndefined();
});
