import { expect, test } from "vitest";
import { holdsQuotation } from "../../../law/quotations.ts";
import { steadyDependencies } from "../../golden.testing.ts";
import { Evaluator } from "../../schema.ts";
import { score } from "../../score.ts";
import { startEvaluator } from "../../start.ts";

const judged = (output: string, config = {}, inputs: Record<string, unknown> = {}) =>
  score(
    Evaluator.parse({ key: "k", name: "K", kind: "legal_citations", config }),
    { output, reference: null, inputs, latencyMs: null, costUsd: null },
    steadyDependencies,
  );

test("one made-up citation fails a case, and a new evaluator begins so", async () => {
  expect(await judged("See 42 U.S.C. § 1983 and 42 U.S.C. § 99871.")).toMatchObject({
    value: 0.5,
    isPassed: false,
    reasoning:
      "1 of 2 citations that can be checked is at fault; 42 U.S.C. § 99871 not found in the U.S. Code as of Pub. L. 114-219 (2016).",
  });
  expect(await judged("See 42 U.S.C. § 1983.")).toMatchObject({ value: 0, isPassed: true });
  const made = startEvaluator("legal_citations", { takenKeys: new Set() });
  expect(made).toMatchObject({ passScore: 0, direction: "lower" });
});

test("what only has a right form is counted apart, and alone it judges nothing", async () => {
  const known = await judged("Twombly, 550 U.S. 544 (2007); 15 U.S.C. § 1.");
  expect(known).toMatchObject({ value: 0, details: { count: 2, checked: 1 } });
  expect(known.reasoning).toContain("1 known by form only");
  expect((await judged("Twombly, 550 U.S. 544 (2007).")).value).toBeNull();
  expect((await judged("The law is clear.")).value).toBeNull();
  expect((await judged("28 U.S.C. ch. 153 governs.")).value).toBeNull();
});

test.each([
  ["Doe, 999 U.S. 1 (2007)", "U.S. has no volume 999"],
  ["Doe, 550 U.S. 544 (1954)", "volume 550 of the U.S. Reports is of about 2007"],
  ["Doe, 12 F.4th 34 (9th Cir. 1999)", "F.4th holds decisions of 2021 to 2026"],
  ["60 C.F.R. § 1.1", "the C.F.R. has titles 1 to 50"],
  ["35 C.F.R. § 1.1", "title 35 of the C.F.R. is reserved"],
  ["Pub. L. 140-12", "57th to the 119th Congress"],
  ["250 Stat. 12", "139 volumes"],
  ["Regulation (EU) 2061/679", "no acts in 2061"],
])("%s cannot be", async (output, why) => {
  const found = await judged(output);
  expect(found.value).toBe(1);
  expect(found.reasoning).toContain(why);
});

test("what was repealed is told, and a fault only where a suite says so", async () => {
  const output = "The holding company was regulated by 15 U.S.C. § 79a.";
  expect(await judged(output)).toMatchObject({ value: 0 });
  expect((await judged(output)).reasoning).toContain("15 U.S.C. § 79a repealed in the U.S. Code");
  expect(await judged(output, { countStale: true })).toMatchObject({ value: 1 });
});

const law = {
  "42 U.S.C. § 1983": "Every person who, under color of any statute, subjects any citizen shall be liable.",
};

test("what is quoted beside a citation must stand in its text, where that is at hand", async () => {
  const config = { textsField: "law" };
  const said = (words: string) => judged(`“${words}” 42 U.S.C. § 1983(1).`, config, { law });
  expect(await said("every person who, under color of any statute, … shall be liable")).toMatchObject({
    value: 0,
  });
  expect(await said("every person shall be jailed at once")).toMatchObject({ value: 1 });
  expect((await said("every person shall be jailed at once")).reasoning).toContain(
    "does not stand in 42 U.S.C. § 1983(1)",
  );
  // Another section's text is not at hand: nothing is known of its words.
  expect(await judged('"whoever knowingly takes a horse" 18 U.S.C. § 1341.', config, { law })).toMatchObject({
    value: 0,
  });
  expect((await judged("42 U.S.C. § 1983", config)).reasoning).toBe('The inputs have no field "law".');
  const whole = { law: "Whoever knowingly takes a mule shall pay." };
  expect(await judged('"whoever knowingly takes a horse" 18 U.S.C. § 1341.', config, whole)).toMatchObject({
    value: 1,
  });
});

test("a quotation is compared letter by letter but for its marks, and its parts in order", () => {
  expect(holdsQuotation("Any person’s “claim” – if made.", 'any person\'s "claim" - if made')).toBe(true);
  expect(holdsQuotation("The court shall hear it.", "[t]he court ... hear it")).toBe(true);
  expect(holdsQuotation("The court shall hear it.", "hear it ... the court")).toBe(false);
});
