import { AppError } from "#platform/errors";
import { logger } from "#platform/logger";
import type { GuardrailResult, ScanBound, Stage } from "../schema.ts";
import { actsAt } from "./apply.ts";
import type { CompiledPolicy } from "./compile.ts";

/** What the policies of a stage allow together: the least of their bounds, and to pass only where each of them says so. */
export function scanBoundOf(policies: readonly CompiledPolicy[], stage: Stage): ScanBound {
  const scans = policies.filter((policy) => actsAt([policy], stage)).map(({ scan }) => scan);
  const passes = stage !== "stored" && scans.every(({ otherwise }) => otherwise === "pass");
  return {
    maxSeconds: Math.min(...scans.map(({ maxSeconds }) => maxSeconds)),
    maxCharacters: Math.min(...scans.map(({ maxCharacters }) => maxCharacters)),
    otherwise: passes ? "pass" : "refuse",
  };
}

export const tooLong = ({ maxCharacters }: ScanBound): AppError =>
  new AppError(
    "invalid_input",
    `These texts are longer than the ${maxCharacters.toLocaleString("en")} characters that the project's policies check, so they went nowhere. Send less at once.`,
  );

export const tooSlow = ({ maxSeconds }: ScanBound): AppError =>
  new AppError(
    "unavailable",
    `These texts could not be checked within ${maxSeconds} s, so they were neither sent on nor stored. Try again, or send less at once.`,
  );

/** Texts that pass unchecked, because every policy of the stage says so; each is noted. */
export function passUnchecked(
  policies: readonly CompiledPolicy[],
  texts: readonly string[],
  { stage, error }: { stage: Stage; error: AppError },
): GuardrailResult[] {
  logger().warn({ err: error, stage }, "texts passed unchecked, as the policies say");
  const findings = policies
    .filter((policy) => actsAt([policy], stage))
    .map(({ id, name, version }) => ({
      policyId: id,
      policyName: name,
      policyVersion: version,
      kind: "unchecked" as const,
      rule: "not checked",
      action: "flag" as const,
      start: 0,
      end: 0,
    }));
  return texts.map((text, at) => ({
    action: "pass",
    text,
    findings: at === 0 ? findings : [],
    reason: null,
  }));
}
