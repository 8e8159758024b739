import { expect, it } from "vitest";
import { freshConditions } from "./fresh-conditions.ts";
import { conditionKinds } from "./kinds.ts";
import { Gate } from "./schema.ts";

it.each(conditionKinds)("a fresh %s is what the gate makes of its kind alone", (kind) => {
  const given = kind === "budget" ? { kind, costPer1000Usd: 5, latencyP95Ms: 5000 } : { kind };
  expect(Gate.parse({ conditions: [given] }).conditions).toEqual([freshConditions[kind]]);
});
