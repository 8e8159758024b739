import { describe, test } from "vitest";
import {
  approve,
  baseline,
  comparison,
  gateEvidence,
  type GateRow,
  expectJudged,
  run,
} from "./judge.testing.ts";

const rows: GateRow[] = [
  [
    "nobody has approved yet",
    { kind: "approvals" },
    gateEvidence(),
    "waiting",
    /Asked for by Maria Keller, who can't approve it/,
  ],
  [
    "another engineer approves",
    { kind: "approvals" },
    gateEvidence({ approvals: [approve("tom")] }),
    "met",
    /Approved by tom/,
  ],
  [
    "the requester's own approval does not count",
    { kind: "approvals" },
    gateEvidence({ approvals: [approve("maria")] }),
    "waiting",
    /Asked for/,
  ],
  [
    "a role the gate does not name does not count",
    { kind: "approvals", roles: ["owner"] },
    gateEvidence({ approvals: [approve("tom")] }),
    "waiting",
    /Asked for/,
  ],
  [
    "one of two",
    { kind: "approvals", count: 2 },
    gateEvidence({ approvals: [approve("tom")] }),
    "waiting",
    /1 of 2: tom/,
  ],
  [
    "an approval of other evidence is none of this",
    { kind: "approvals" },
    gateEvidence({
      approvals: [approve("tom")],
      run: run({ runNumber: 216, finishedAt: new Date("2026-11-22T10:00:00Z") }),
    }),
    "waiting",
    /^tom approved before run 216 ended\. Asked for by Maria Keller/,
  ],
  [
    "nor is one of another baseline",
    { kind: "approvals" },
    gateEvidence({
      approvals: [approve("tom")],
      comparison: comparison({ baseline: baseline({ finishedAt: new Date("2026-11-22T10:00:00Z") }) }),
    }),
    "waiting",
    /tom approved before run 213 ended/,
  ],
  [
    "a rejection stands against any approval",
    { kind: "approvals" },
    gateEvidence({ approvals: [approve("tom"), { ...approve("ana"), verdict: "reject" }] }),
    "unmet",
    /Rejected by ana/,
  ],
  [
    "so does that of whoever asked, or of a role the gate does not name",
    { kind: "approvals", roles: ["owner"] },
    gateEvidence({
      approvals: [
        approve("tom", "owner"),
        { ...approve("maria"), verdict: "reject" },
        { ...approve("ana", "reviewer"), verdict: "reject" },
      ],
    }),
    "unmet",
    /Rejected by maria, ana/,
  ],
];

describe("the gate's condition of approvals", () => {
  test.each(rows)("%s", (...row) => expectJudged(row));
});
