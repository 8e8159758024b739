import { expect, it } from "vitest";
import { AppError } from "#platform/errors";
import { misfits, settingKey } from "./like.ts";
import { nullIfGone } from "./names.ts";

const target = { connectionId: "c", model: "m", settings: { temperature: 0 }, fallbacks: [] };
const setting = { datasetVersionId: "d", suiteVersionId: "s", embeddingModel: "e", meaningRules: 1, target };

it.each<[string, Partial<Parameters<typeof settingKey>[0]>]>([
  ["version of the dataset", { datasetVersionId: "d2" }],
  ["version of the suite", { suiteVersionId: "s2" }],
  ["embedding model", { embeddingModel: null }],
  ["version of the rules for meaning", { meaningRules: 2 }],
  ["connection", { target: { ...target, connectionId: "c2" } }],
  ["model", { target: { ...target, model: "m2" } }],
  ["settings", { target: { ...target, settings: { temperature: 1 } } }],
  ["fall-back", { target: { ...target, fallbacks: [{ connectionId: "c", model: "m2" }] } }],
])("runs that differ in their %s are not made alike", (_, difference) => {
  expect(settingKey({ ...setting, ...difference })).not.toBe(settingKey(setting));
});

it("what is left out and what is empty are alike", () => {
  const { connectionId, model } = target;
  expect(settingKey({ ...setting, target: { connectionId, model } })).toBe(
    settingKey({ ...setting, target: { connectionId, model, settings: {}, fallbacks: [] } }),
  );
});

it("what is gone has no name, and any other error is no answer", () => {
  expect(nullIfGone(new AppError("not_found", "Gone."))).toBeNull();
  for (const other of [new AppError("forbidden", "No."), new Error("broken"), { code: "not_found" }])
    expect(() => nullIfGone(other)).toThrow();
});

it.each([
  [{ connectionId: "c", model: "m" }, []],
  [{ connectionId: "c", model: "other" }, ["called other, not m"]],
  [{ connectionId: "elsewhere", model: "m" }, ["called m through another connection than this gate names"]],
  [{ connectionId: "elsewhere", model: "other" }, ["called other, not m"]],
])("a run of %j does not fit a gate about c/m: %j", (called, misfit) => {
  const demand = {
    suiteId: null,
    datasetId: null,
    datasetVersion: "any" as const,
    target: { connectionId: "c", model: "m" },
    leastCases: 0,
    failedShare: 1,
    unjudgedShare: 1,
  };
  const run = {
    suiteId: "s",
    suiteName: "suite",
    datasetId: "d",
    datasetName: "data",
    datasetVersionNumber: 1,
    newestDatasetVersion: { now: 1, atStart: 1 },
    target: called,
    model: called.model,
    fallbacks: [],
    overrides: [],
  };
  expect(misfits(demand, run, { suite: null, dataset: null })).toEqual(misfit);
});
