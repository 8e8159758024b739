import { describe, expect, it } from "vitest";
import type { QueueAgreement } from "../schema.ts";
import { agreementSentence, differenceSentence, settledSentence } from "./describe.ts";

const opinion = (kind: "approve" | "edit" | "reject", reasonName: string | null = null) => ({
  kind,
  reasonName,
});
const agreement = (more: Partial<QueueAgreement>): QueueAgreement => ({
  pairs: 0,
  same: 0,
  share: null,
  kappa: null,
  table: [],
  settled: { milder: 0, stricter: 0, neither: 0, leftOpen: 0 },
  ...more,
});

describe("where two opinions part", () => {
  it("is said the milder one first, whichever is A", () => {
    const parted = [opinion("reject", "wrong fact"), opinion("approve")];
    const said = "One opinion approves this output, the other rejects it for wrong fact.";
    expect(differenceSentence(parted)).toBe(said);
    expect(differenceSentence(parted.toReversed())).toBe(said);
    expect(differenceSentence([opinion("edit"), opinion("reject", "tone")])).toBe(
      "One opinion edits this output, the other rejects it for tone.",
    );
    expect(differenceSentence([opinion("edit"), opinion("edit")])).toContain("to different data");
    expect(differenceSentence([opinion("reject", "unsafe"), opinion("reject", "tone")])).toContain("safety");
  });
});

describe("agreement", () => {
  it("is too few under thirty pairs, and has its interval from then on", () => {
    expect(agreementSentence(agreement({}))).toBe("No task has two opinions yet.");
    const share = { value: 0.8, low: 0.6, high: 0.9 };
    expect(agreementSentence(agreement({ pairs: 10, same: 8, share }))).toBe(
      "8 of 10 pairs the same, 80 % (95 % interval 60 % to 90 %). Too few to say how much of it is chance: that takes 30 pairs.",
    );
    const kappa = { value: 0.7, low: 0.58, high: 0.82 };
    expect(agreementSentence(agreement({ pairs: 128, same: 107, share, kappa }))).toContain(
      "κ 0.70 (95 % interval 0.58 to 0.82)",
    );
    expect(agreementSentence(agreement({ pairs: 30, same: 30, share }))).toContain("cannot be told");
  });

  it("tells how the rest was settled", () => {
    expect(settledSentence({ milder: 6, stricter: 7, neither: 1, leftOpen: 0 })).toBe(
      "Of 14 adjudicated, 6 went with the milder opinion, 7 with the stricter, 1 with neither.",
    );
    expect(settledSentence({ milder: 0, stricter: 0, neither: 0, leftOpen: 0 })).toBe(
      "Nothing was adjudicated yet.",
    );
  });
});
