import { asc, eq } from "drizzle-orm";
import { policies } from "#db/schema";
import type { Context } from "#lib/identity";
import { once } from "#platform/runtime";
import { type CompiledPolicy, compilePolicy } from "./compile.ts";
import { defaultPolicyName, defaultRules } from "./default.ts";
import { presentPolicy, selectPolicies } from "./internal.ts";

type Held = { stamp: string; compiled: CompiledPolicy[] };
const heldAtMost = 500;
const held = () => once("guardrails.policies", () => new Map<string, Held>());

/** Stands in for a project that has no policy row yet, so that nothing is stored unguarded meanwhile. */
const builtIn: CompiledPolicy = compilePolicy({
  id: "00000000-0000-0000-0000-000000000000",
  name: defaultPolicyName,
  version: { number: 1, rules: defaultRules },
});

/**
 * The project's enabled policies, compiled, in the order they apply. One small query sees whether anything
 * changed since they were compiled in this process, so a saved policy holds for the next call everywhere.
 */
export async function loadPolicies(ctx: Context): Promise<readonly CompiledPolicy[]> {
  const rows = await ctx.db
    .select({ id: policies.id, isEnabled: policies.isEnabled, version: policies.currentVersion, name: policies.name })
    .from(policies)
    .where(eq(policies.projectId, ctx.project))
    .orderBy(asc(policies.createdAt), asc(policies.id));
  if (rows.length === 0) return [builtIn];
  const stamp = JSON.stringify(rows);
  const known = held().get(ctx.project);
  if (known?.stamp === stamp) return known.compiled;
  const compiled = await compileAll(ctx);
  if (held().size >= heldAtMost) held().clear();
  held().set(ctx.project, { stamp, compiled });
  return compiled;
}

async function compileAll(ctx: Context): Promise<CompiledPolicy[]> {
  const rows = await selectPolicies(ctx).where(eq(policies.projectId, ctx.project)).orderBy(asc(policies.createdAt), asc(policies.id));
  return rows.map(presentPolicy).filter((policy) => policy.isEnabled).map(compilePolicy);
}
