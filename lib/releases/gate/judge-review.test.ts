import { describe, test } from "vitest";
import { gateEvidence, type GateRow, expectJudged, review } from "./judge.testing.ts";

const rows: GateRow[] = [
  [
    "a reviewed fifth passes, with the population, the numbers and the interval of the rate",
    { kind: "reviewed_share" },
    gateEvidence(),
    "met",
    /14 of 61 changed cases decided by 2 reviewers, 13 approved \(92\.9 %, 95 % interval 66\.1 to 99\.8\)/,
  ],
  [
    "open tasks are waited for",
    { kind: "reviewed_share" },
    gateEvidence({
      review: { changed: review({ decided: 5, approved: 5, open: 20 }), run: review(), earlier: [] },
    }),
    "waiting",
    /13 needed/,
  ],
  [
    "open tasks on cases that did not change help nothing",
    { kind: "reviewed_share" },
    gateEvidence({
      review: {
        changed: review({ decided: 5, approved: 5, open: 0 }),
        run: review({ open: 20 }),
        earlier: [],
      },
    }),
    "unmet",
    /13 needed/,
  ],
  [
    "a share is rounded up to whole cases",
    { kind: "reviewed_share" },
    gateEvidence({ review: { changed: review({ decided: 12, approved: 12 }), run: review(), earlier: [] } }),
    "unmet",
    /12 of 61 .*; 13 needed/,
  ],
  [
    "a low approval rate fails",
    { kind: "reviewed_share" },
    gateEvidence({ review: { changed: review({ approved: 9, rejected: 5 }), run: review(), earlier: [] } }),
    "unmet",
    /64\.3 %.*; 80 % asked/,
  ],
  [
    "of the whole run, whatever changed",
    { kind: "reviewed_share", of: "run" },
    gateEvidence(),
    "unmet",
    /14 of 480 cases/,
  ],
  [
    "without a comparison nobody knows what changed",
    { kind: "reviewed_share" },
    gateEvidence({ comparison: null, unlike: "has no finished run on a real model" }),
    "unmet",
    /Which cases changed is not known: version 7, in use now, has no finished run on a real model/,
  ],
  [
    "of a first version all cases stand for what changed",
    { kind: "reviewed_share" },
    gateEvidence({ current: null, comparison: null }),
    "unmet",
    /14 of 480 cases/,
  ],
];

describe("the gate's condition of a share that is reviewed", () => {
  test.each(rows)("%s", (...row) => expectJudged(row));
});
