import { blockedError, judgeValue, loadPolicies } from "#lib/guardrails";
import type { Context } from "#lib/identity";

/** A body after the policies for what goes out: every text of it, members we do not know too. Throws guardrail_blocked. */
export async function judgedBody<Body>(ctx: Context, body: Body, signal: AbortSignal): Promise<Body> {
  const { value, results } = await judgeValue(await loadPolicies(ctx), body, { stage: "input", signal });
  const blocked = results.find((result) => result.action === "block");
  if (blocked) throw blockedError(blocked);
  return value;
}
