import { asc, eq } from "drizzle-orm";
import { makeCache } from "#db";
import { policies } from "#db/schema/guardrails";
import type { Context } from "#lib/identity";
import { type CompiledPolicy, compilePolicy } from "./compile.ts";
import { defaultPolicyName, defaultRules } from "./default.ts";
import { presentPolicy, selectPolicies } from "./internal.ts";

/** The bound is for a process that does not hear of changes: what is stored must not stay unguarded for long. */
const enabled = makeCache<readonly CompiledPolicy[]>("guardrails.policies", {
  topic: "policies",
  maxEntries: 500,
  unsubscribedMs: 500,
});

/** Stands in for a project that has no policy row yet, so that nothing is stored unguarded meanwhile. */
const builtIn: CompiledPolicy = compilePolicy({
  id: "00000000-0000-0000-0000-000000000000",
  name: defaultPolicyName,
  version: { number: 1, rules: defaultRules },
});

/**
 * The project's enabled policies, compiled, in the order they apply. A change holds for the next call of this process
 * and, milliseconds later, of every other one.
 */
export function loadPolicies(ctx: Context): Promise<readonly CompiledPolicy[]> {
  return enabled.get(ctx, ctx.project, "enabled", () => compileAll(ctx));
}

async function compileAll(ctx: Context): Promise<CompiledPolicy[]> {
  const rows = await selectPolicies(ctx)
    .where(eq(policies.projectId, ctx.project))
    .orderBy(asc(policies.createdAt), asc(policies.id));
  if (rows.length === 0) return [builtIn];
  return rows
    .map(presentPolicy)
    .filter((policy) => policy.isEnabled)
    .map(compilePolicy);
}
