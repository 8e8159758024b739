import { AppError } from "#platform/errors";
import { faultOf } from "../evaluators/score.ts";
import type { SuiteContent } from "./schema.ts";

/**
 * Refuses content whose evaluators could judge no case (a schema or pattern that does not compile), before a run is
 * paid for. Suites stored earlier are still read. Throws invalid_input with the path of the field.
 */
export async function refuseUnjudgeable({ evaluators }: SuiteContent): Promise<void> {
  for (const [place, evaluator] of evaluators.entries()) {
    const fault = await faultOf(evaluator);
    if (!fault) continue;
    const message = `${evaluator.name}: ${fault.label}: ${fault.reason}`;
    const path = ["content", "evaluators", place, "config", fault.field].join(".");
    throw new AppError("invalid_input", message, { details: { issues: [{ path, message }] } });
  }
}
