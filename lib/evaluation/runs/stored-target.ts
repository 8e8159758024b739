import { z } from "zod";
import { CallSettings, ModelTarget } from "#schema/models";
import { PinnedRoute } from "#schema/routes";
import type { KeptTarget } from "./schema.ts";

/** Up to 0.1.0 a run took any text as a stop; an empty one never stopped anything. */
const Stop = z.array(z.string()).transform((texts) => texts.filter((text) => text !== ""));
const settings = CallSettings.extend({ stop: Stop.optional() }).optional();
const Stored = z.union([
  ModelTarget.extend({ fallbacks: z.array(ModelTarget).max(4).optional(), settings }),
  PinnedRoute.extend({ name: z.string(), settings }),
]);

/** A run's target as a row holds it, also one written before runs, versions and calls shared one set of settings. */
export function openStoredTarget(stored: unknown): KeptTarget {
  return Stored.parse(stored);
}
