import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ApprovalEvidence } from "./gate-evidence.ts";
import { judgeGate } from "./judge.ts";
import { approve, gateEvidence, gateOf } from "./judge.testing.ts";
import { type Condition, defaultEnvironments, Gate } from "./schema.ts";

describe("a gate", () => {
  test("says on its chip what is still needed", () => {
    const production = defaultEnvironments.find(({ name }) => name === "production");
    if (!production) throw new Error("no production");
    expect(judgeGate(production.gate, gateEvidence()).summary).toBe("needs 1 approval");
    expect(judgeGate(production.gate, gateEvidence({ approvals: [approve("tom")] }))).toMatchObject({
      summary: "ready to promote",
      status: "met",
      met: 5,
      total: 5,
    });
    expect(judgeGate(production.gate, gateEvidence({ run: null, comparison: null })).summary).toBe(
      "5 of 5 conditions not met",
    );
  });

  test("without conditions is met", () => {
    expect(judgeGate(Gate.parse({ conditions: [] }), gateEvidence())).toMatchObject({
      status: "met",
      met: 0,
      total: 0,
    });
  });

  test("never gets worse by another approval", () => {
    const rank = { unmet: 0, waiting: 1, met: 2 };
    const people = fc.array(
      fc.record({
        userId: fc.constantFrom("maria", "tom", "ana", "li", "joe"),
        userRole: fc.constantFrom("owner", "admin", "engineer", "reviewer"),
        verdict: fc.constantFrom("approve" as const, "reject" as const),
      }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(
        people,
        fc.constantFrom("tom", "ana", "zoe"),
        fc.integer({ min: 1, max: 3 }),
        (votes, next, count) => {
          const gate = gateOf({ kind: "approvals", count });
          const before = votes
            .map((vote) => ({ ...approve(vote.userId), ...vote }))
            .filter(({ userId }) => userId !== next);
          const statusOf = (approvals: ApprovalEvidence[]) =>
            rank[judgeGate(gate, gateEvidence({ approvals })).status];
          expect(statusOf([...before, approve(next)])).toBeGreaterThanOrEqual(statusOf(before));
        },
      ),
    );
  });

  test("gives the same evidence hash for the same evidence in any order, and another for other evidence", () => {
    const gate = gateOf({ kind: "approvals", count: 2 });
    const [tom, ana] = [approve("tom"), approve("ana")];
    const hash = (approvals: ApprovalEvidence[]) => judgeGate(gate, gateEvidence({ approvals })).evidenceHash;
    expect(hash([tom, ana])).toBe(hash([ana, tom]));
    expect(hash([tom, ana])).not.toBe(hash([tom]));
    expect(hash([tom])).toMatch(/^[0-9a-f]{64}$/);
  });

  test("survives storage: the hash of the stored evidence is the stored hash", async () => {
    const { contentHash } = await import("#platform/canonical");
    for (const { gate } of defaultEnvironments) {
      const judged = judgeGate(gate, gateEvidence());
      expect(contentHash(JSON.parse(JSON.stringify(judged.evidence)))).toBe(judged.evidenceHash);
    }
  });

  test("refuses a kind twice and a budget without limits", () => {
    const twice: Condition["kind"] = "approvals";
    expect(() => Gate.parse({ conditions: [{ kind: twice }, { kind: twice }] })).toThrow(/twice/);
    expect(() => gateOf({ kind: "budget" })).toThrow(/at least one limit/);
  });
});
