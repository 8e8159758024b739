import { asc, eq } from "drizzle-orm";
import { policies } from "#db/schema";
import type { Context } from "#lib/identity";
import { once } from "#platform/runtime";
import { type CompiledPolicy, compilePolicy } from "./compile.ts";
import { defaultPolicyName, defaultRules } from "./default.ts";
import { presentPolicy, selectPolicies } from "./internal.ts";

type Held = { stamp: string; compiled: readonly CompiledPolicy[]; readAt: number };
const heldAtMost = 500;
/** How long another process's change may go unseen; the gateway's hot path must not ask the database each time. */
const freshMs = 500;
const held = () => once("guardrails.policies", () => new Map<string, Held>());

/** Stands in for a project that has no policy row yet, so that nothing is stored unguarded meanwhile. */
const builtIn: CompiledPolicy = compilePolicy({
  id: "00000000-0000-0000-0000-000000000000",
  name: defaultPolicyName,
  version: { number: 1, rules: defaultRules },
});

/**
 * The project's enabled policies, compiled, in the order they apply. A change made in this process holds for the next
 * call (see forgetPolicies), one made in another within half a second.
 */
export async function loadPolicies(ctx: Context): Promise<readonly CompiledPolicy[]> {
  const known = held().get(ctx.project);
  const now = performance.now();
  if (known && now - known.readAt < freshMs) return known.compiled;
  const rows = await ctx.db
    .select({
      id: policies.id,
      isEnabled: policies.isEnabled,
      version: policies.currentVersion,
      name: policies.name,
    })
    .from(policies)
    .where(eq(policies.projectId, ctx.project))
    .orderBy(asc(policies.createdAt), asc(policies.id));
  const stamp = JSON.stringify(rows);
  const compiled =
    known?.stamp === stamp ? known.compiled : rows.length === 0 ? [builtIn] : await compileAll(ctx);
  if (held().size >= heldAtMost) held().clear();
  held().set(ctx.project, { stamp, compiled, readAt: now });
  return compiled;
}

/** Makes the next call read the project's policies again; to be called once a change is committed. */
export function forgetPolicies(projectId: string): void {
  held().delete(projectId);
}

async function compileAll(ctx: Context): Promise<CompiledPolicy[]> {
  const rows = await selectPolicies(ctx)
    .where(eq(policies.projectId, ctx.project))
    .orderBy(asc(policies.createdAt), asc(policies.id));
  return rows
    .map(presentPolicy)
    .filter((policy) => policy.isEnabled)
    .map(compilePolicy);
}
