import { expect, it } from "vitest";
import type { GuardrailFinding } from "../../schema.ts";
import type { TelemetryStore } from "../telemetry-store.ts";
import { batch, call, newProject } from "./calls.testing.ts";

const finding = (policyId: string, action: string, count: number): GuardrailFinding => ({
  stage: "input",
  policyId,
  policyName: "House rules",
  policyVersion: 1,
  kind: "pii",
  rule: "EMAIL_ADDRESS",
  action,
  count,
});
const at = (day: number, hour: number) => new Date(Date.UTC(2026, 10, day, hour));

export function describeFindings(make: () => Promise<TelemetryStore>): void {
  it("what policies found is counted by UTC day and action, of all policies or of one, simulated calls too", async () => {
    const [store, project] = [await make(), newProject()];
    const own = [
      call({ startedAt: at(20, 23), guardrails: [finding("a", "redact", 2), finding("b", "redact", 1)] }),
      call({
        startedAt: at(20, 1),
        guardrails: [finding("a", "redact", 1), finding("a", "block", 1)],
        isSimulated: true,
      }),
      call({ startedAt: at(21, 0), guardrails: [finding("a", "flag", 3)] }),
      call({ startedAt: at(21, 5), guardrails: null }),
      call({ startedAt: at(22, 0), guardrails: [finding("a", "redact", 9)] }),
      call({ startedAt: at(19, 23), guardrails: [finding("a", "redact", 9)] }),
    ];
    await store.write(batch(project, own));
    await store.write(
      batch(newProject(), [call({ startedAt: at(20, 2), guardrails: [finding("a", "redact", 7)] })]),
    );
    const span = { from: at(20, 0), to: at(22, 0) };
    const found = async (policyId: string | null) =>
      (await store.countFindings(project, { ...span, policyId })).toSorted((one, other) =>
        `${one.day} ${one.action}`.localeCompare(`${other.day} ${other.action}`),
      );
    expect(await found(null)).toEqual([
      { day: "2026-11-20", action: "block", calls: 1, findings: 1 },
      { day: "2026-11-20", action: "redact", calls: 2, findings: 4 },
      { day: "2026-11-21", action: "flag", calls: 1, findings: 3 },
    ]);
    expect(await found("b")).toEqual([{ day: "2026-11-20", action: "redact", calls: 1, findings: 1 }]);
    expect(await found("c")).toEqual([]);
  });
}
