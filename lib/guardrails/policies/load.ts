import { asc, eq } from "drizzle-orm";
import { makeCache } from "#db";
import { policies } from "#db/schema/guardrails";
import type { Context } from "#lib/identity";
import { type CompiledPolicy, compilePolicy } from "./compile.ts";
import { defaultPolicyName, defaultRules } from "./default.ts";
import { presentPolicy, selectPolicies } from "./internal.ts";

type Compiled = {
  enabled: readonly CompiledPolicy[];
  all: readonly (CompiledPolicy & { isEnabled: boolean })[];
};

/** The bound is for a process that does not hear of changes: what is stored must not stay unguarded for long. */
const compiled = makeCache<Compiled>("guardrails.policies", {
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
 * The project's enabled policies, compiled, in the order they apply, and those of `alsoIds` whether enabled or not. A
 * change holds for the next call of this process and, milliseconds later, of every other one.
 */
export async function loadPolicies(
  ctx: Context,
  alsoIds: readonly string[] = [],
): Promise<readonly CompiledPolicy[]> {
  const { enabled, all } = await compiled.get(ctx, ctx.project, "all", () => compileAll(ctx));
  return alsoIds.length === 0
    ? enabled
    : all.filter((policy) => policy.isEnabled || alsoIds.includes(policy.id));
}

async function compileAll(ctx: Context): Promise<Compiled> {
  const rows = await selectPolicies(ctx)
    .where(eq(policies.projectId, ctx.project))
    .orderBy(asc(policies.createdAt), asc(policies.id));
  if (rows.length === 0) return { enabled: [builtIn], all: [{ ...builtIn, isEnabled: true }] };
  const all = rows.map((row) => {
    const policy = presentPolicy(row);
    return { ...compilePolicy(policy), isEnabled: policy.isEnabled };
  });
  return { enabled: all.filter(({ isEnabled }) => isEnabled), all };
}
