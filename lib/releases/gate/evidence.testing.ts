import { inTransaction } from "#db";
import { setLabel } from "#lib/prompts";
import { createTenant, type Tenant } from "#testing";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { updateGate } from "../environments/update-gate.ts";
import { requestPromotion } from "../promotions/request.ts";
import type { GateInput } from "../schema.ts";
import { previewGate } from "./preview.ts";

export type Passes = (boolean | null | "unjudged")[];
export const repeat = <Value>(count: number, value: Value): Value[] =>
  Array.from({ length: count }, () => value);
/** Both runs' answers of so many cases, of which some are better, some worse and some were right in both. */
export function answers(cases: number, { better = 0, worse = 0 }): { before: Passes; after: Passes } {
  const same = repeat(cases - better - worse, true);
  return {
    before: [...repeat(better, false), ...repeat(worse, true), ...same],
    after: [...repeat(better, true), ...repeat(worse, false), ...same],
  };
}

export const lenient = { leastCases: 10 } as const;

export type GateStage = Awaited<ReturnType<typeof gateStage>>;

/** A project with an admin, in which `open` begins a story of two versions under a gate of production. */
export async function gateStage() {
  const tenant = await createTenant();
  const admin = await tenant.as("admin");
  return {
    tenant,
    admin,
    open: (cases: number, gate?: GateInput) => openStory(tenant, admin, cases, gate),
  };
}

/** Version 1 is served, version 2 is to follow; both may be run on the benchmark. */
async function openStory(
  tenant: Tenant,
  admin: Awaited<ReturnType<Tenant["as"]>>,
  cases: number,
  gate: GateInput = { conditions: [{ kind: "suite_passed" }] },
) {
  const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
  await inTransaction(tenant.ctx, (tx) => setLabel(tx, { promptId, name: "production", versionId: v1 }));
  await updateGate(admin, { environment: "production", gate });
  const benchmark = await buildBenchmark(tenant, cases);
  const run = (versionId: string, passes: Passes, more: Partial<Parameters<typeof buildRun>[2]> = {}) =>
    buildRun(tenant, benchmark, { promptId, versionId, passes, ...more });
  return {
    promptId,
    v1,
    v2,
    benchmark,
    run,
    preview: async (candidateRunId?: string) =>
      previewGate(tenant.ctx, {
        versionId: v2,
        environment: "production",
        ...(candidateRunId ? { candidateRunId } : {}),
      }),
    request: (named: { candidateRunId?: string; baselineRunId?: string } = {}) =>
      requestPromotion(tenant.ctx, { promptId, versionId: v2, environment: "production", ...named }),
  };
}
