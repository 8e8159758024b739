import { expect, it } from "vitest";
import { StartRunInput } from "./schema.ts";
import { openStoredTarget } from "./stored-target.ts";

const target = { connectionId: "0190a000-0000-7000-8000-000000000001", model: "m" };

it("opens what 0.1.0 stored, also stops no new run would take", () => {
  const stored = { ...target, fallbacks: [target], settings: { temperature: 1, stop: ["", "END"] } };
  expect(openStoredTarget(stored)).toEqual({ ...stored, settings: { temperature: 1, stop: ["END"] } });
  expect(openStoredTarget(target)).toEqual(target);
});

it("takes penalties and as many stops as a version and the gateway do", () => {
  const settings = {
    frequencyPenalty: -2,
    presencePenalty: 2,
    stop: Array.from({ length: 16 }, (_, at) => `s${at}`),
  };
  const versions = { promptVersionId: target.connectionId, datasetVersionId: target.connectionId };
  const input = { ...versions, suiteVersionId: target.connectionId, target: { ...target, settings } };
  expect(StartRunInput.parse(input).target?.settings).toEqual(settings);
  const tooMany = { ...settings, stop: [...settings.stop, "one more"] };
  expect(StartRunInput.safeParse({ ...input, target: { ...target, settings: tooMany } }).success).toBe(false);
});
