import { type Context, requirePermission } from "#lib/identity";
import { type PolicyPreset, policyPresets } from "../presets.ts";
import { PolicyRules } from "../schema.ts";

/** Rules to begin with, each with what it covers and what it cannot. */
export async function listPolicyPresets(ctx: Context): Promise<(PolicyPreset & { rules: PolicyRules })[]> {
  requirePermission(ctx, "policy.read");
  return policyPresets.map((preset) => ({
    ...preset,
    rules: PolicyRules.parse({ ...preset.rules, preset: preset.key }),
  }));
}
