import { z } from "zod";
import { CallSettings } from "#schema/models";
import { RunTarget } from "../schema.ts";

/** Up to 0.1.0 a run took any text as a stop; an empty one never stopped anything. */
const Stop = z.array(z.string()).transform((texts) => texts.filter((text) => text !== ""));
const StoredTarget = RunTarget.extend({
  settings: CallSettings.extend({ stop: Stop.optional() }).optional(),
});

/** A run's target as a row holds it, also one written before runs, versions and calls shared one set of settings. */
export function openStoredTarget(stored: unknown): RunTarget {
  return StoredTarget.parse(stored);
}
