import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blindOrder, differ, isSameCorrection, type Opinion, settlementOf } from "./settlement.ts";

const opinion = (id: string, more: Partial<Opinion> = {}): Opinion => ({
  id,
  kind: "approve",
  correction: null,
  isSafety: false,
  ...more,
});
const reject = { kind: "reject" as const };
const edit = (correction: string) => ({ kind: "edit" as const, correction });

describe("what a task comes to", () => {
  it("is open until as many opinions stand as are wanted, and nothing counts before", () => {
    expect(settlementOf({ decisionsNeeded: 2, opinions: [opinion("a")], adjudication: null })).toEqual({
      status: "open",
      outcomeId: null,
    });
    expect(settlementOf({ decisionsNeeded: 1, opinions: [opinion("a")], adjudication: null })).toEqual({
      status: "decided",
      outcomeId: "a",
    });
  });

  it("is the last of opinions that agree, a third person's decision where they differ, nothing in between", () => {
    const same = [opinion("a"), opinion("b")];
    expect(settlementOf({ decisionsNeeded: 2, opinions: same, adjudication: null }).outcomeId).toBe("b");
    const parted = { decisionsNeeded: 2, opinions: [opinion("a"), opinion("b", reject)] };
    expect(settlementOf({ ...parted, adjudication: null })).toEqual({ status: "differing", outcomeId: null });
    expect(settlementOf({ ...parted, adjudication: { decisionId: "c" } })).toEqual({
      status: "decided",
      outcomeId: "c",
    });
    expect(settlementOf({ ...parted, adjudication: { decisionId: null } })).toEqual({
      status: "left_open",
      outcomeId: null,
    });
  });

  it("has at most one outcome, and has one exactly when it is decided", () => {
    const Given = fc.record({
      decisionsNeeded: fc.constantFrom(1, 2),
      opinions: fc.array(
        fc.record({ kind: fc.constantFrom("approve" as const, "reject" as const), isSafety: fc.boolean() }),
        { maxLength: 2 },
      ),
      adjudication: fc.constantFrom(null, { decisionId: null }, { decisionId: "third" }),
    });
    fc.assert(
      fc.property(Given, ({ opinions, ...rest }) => {
        const given = opinions.map((each, index) => opinion(`o${index}`, each));
        const { status, outcomeId } = settlementOf({ ...rest, opinions: given });
        expect(outcomeId !== null).toBe(status === "decided");
      }),
    );
  });
});

describe("two opinions", () => {
  it("part by kind, by safety, and by what structured data they write, not by the wording of prose", () => {
    expect(differ(opinion("a"), opinion("b", reject))).toBe(true);
    expect(differ(opinion("a", reject), opinion("b", { ...reject, isSafety: true }))).toBe(true);
    expect(differ(opinion("a", reject), opinion("b", reject))).toBe(false);
    expect(differ(opinion("a", edit("One fee.")), opinion("b", edit("A fee.")))).toBe(false);
    expect(differ(opinion("a", edit('{"c":"x","d":1}')), opinion("b", edit('{ "d": 1, "c": "x" }')))).toBe(
      false,
    );
    expect(differ(opinion("a", edit('{"c":"x"}')), opinion("b", edit('{"c":"y"}')))).toBe(true);
  });

  it("part over a label, a number, and where one writes data and the other none", () => {
    for (const [one, other] of [
      ["billing", "account"],
      ["yes", "no"],
      ["4", "5"],
      ["true", "false"],
      ["needs a human", "needs no human"],
      ['{"category":"a"}', "not json"],
      ['{"category":"a"}', "This is about a category."],
      ["billing", "It is about an invoice."],
      ["12345678901234567890", "12345678901234567891"],
    ] as const) {
      expect(differ(opinion("a", edit(one)), opinion("b", edit(other))), `${one} / ${other}`).toBe(true);
      expect(differ(opinion("a", edit(other)), opinion("b", edit(one)))).toBe(true);
      expect(differ(opinion("a", edit(one)), opinion("b", edit(` ${one}\n`)))).toBe(false);
    }
    expect(differ(opinion("a", edit("4")), opinion("b", edit("4.0")))).toBe(false);
    expect(
      differ(
        opinion("a", edit("We are sorry\nfor the delay")),
        opinion("b", edit("Please accept our apologies for this")),
      ),
    ).toBe(false);
  });

  it("wrote the same when the text is the same, or the data is", () => {
    expect(isSameCorrection("One fee. ", "One fee.")).toBe(true);
    expect(isSameCorrection("One fee.", "A fee.")).toBe(false);
    expect(isSameCorrection('{"a":1,"b":2}', '{"b":2,"a":1}')).toBe(true);
    expect(isSameCorrection(null, null)).toBe(false);
  });

  it("are shown in an order that does not depend on who came first", () => {
    const [early, late] = [
      { id: "019abc00-0000-7000-8000-ffffffffffff" },
      { id: "019abc00-0001-7000-8000-000000000000" },
    ];
    expect(blindOrder([early, late])).toEqual([late, early]);
    expect(blindOrder([late, early])).toEqual([late, early]);
  });
});
