import { expect, test } from "vitest";
import { claimsOf } from "../../claims.ts";
import { steadyDependencies } from "../../golden.testing.ts";
import { Evaluator } from "../../schema.ts";
import { score } from "../../score.ts";
import { readVerdicts } from "./reply.ts";

const source = "The fee is  3 euros. “It is due on Monday”, says the harbour.";
const entry = (number: number, verdict: string, quote: string | null) => ({ number, verdict, quote });
const read = (claims: string[], ...entries: object[]) =>
  readVerdicts(JSON.stringify({ claims: entries }), claims, source);

test("a quotation that stands in the source is evidence, one that does not proves nothing", () => {
  expect(
    read(
      ["a", "b", "c", "d"],
      entry(2, "contradicted", '"It is due on Monday"'),
      entry(1, "supported", "fee is 3 euros"),
      entry(3, "supported", "The fee is 4 euros."),
      entry(4, "supported", " … "),
    ),
  ).toMatchObject({
    judged: [
      { claim: "a", label: "supported", evidence: "fee is  3 euros" },
      { claim: "b", label: "contradicted", evidence: "It is due on Monday" },
      { claim: "c", label: "unproven", evidence: null },
      { claim: "d", label: "unproven", evidence: null },
    ],
  });
});

test("a reply that leaves a claim out, names one twice or is no JSON gives no verdict", () => {
  expect(read(["a", "b"], entry(1, "not_stated", null))).toHaveProperty("missing");
  expect(read(["a"], entry(1, "supported", "fee"), entry(1, "not_stated", ""))).toHaveProperty("missing");
  expect(readVerdicts("All claims hold.", ["a"], source)).toHaveProperty("missing");
  const thought = `<think>{"claims":[]}</think>{"claims":[{"number":1,"quote":"","verdict":"not_stated"}]}`;
  expect(readVerdicts(thought, ["a"], source)).toMatchObject({ judged: [{ label: "not_stated" }] });
});

test("claims are sentences; lines that lead in, questions and bare numbers are none", () => {
  const output =
    "# Fees\nHere is what I found:\n- The fee is 3 euros. It is due on Monday.\n2) Dr. Lee agreed!\nAnything else?\n---";
  expect(claimsOf(output)).toEqual([
    "Fees",
    "The fee is 3 euros.",
    "It is due on Monday.",
    "Dr. Lee agreed!",
  ]);
});

const judged = (kind: string, output: string, inputs: object, reference: unknown = null) =>
  score(
    Evaluator.parse({
      key: "k",
      name: "K",
      kind,
      config: {
        sourceField: Object.keys(inputs)[0],
        ...(kind === "facts_by_judge"
          ? { target: { connectionId: "00000000-0000-7000-8000-000000000001", model: "m" } }
          : {}),
      },
    }),
    { output, reference, inputs: { ...inputs }, latencyMs: null, costUsd: null },
    steadyDependencies,
  );

test.each(["facts_by_rules", "facts_by_judge"])(
  "%s judges nothing without source or claims, and says why",
  async (kind) => {
    expect((await judged(kind, "It is so.", {})).reasoning).toBe("The example has no reference.");
    expect((await judged(kind, "It is so.", { text: " " })).reasoning).toBe("The source is empty.");
    expect((await judged(kind, "Is it so?", { text: "It is." })).value).toBeNull();
    expect((await judged(kind, "It is so. ".repeat(61), { text: "It is." })).reasoning).toContain(
      "more than 60",
    );
    expect((await judged(kind, "It is so.", { text: "It is. ".repeat(20_000) })).value).toBeNull();
  },
);

test("by rules, the sentence that contradicts is shown", async () => {
  const found = await judged("facts_by_rules", "It is due on Friday.", { text: "It is due on Monday." });
  expect(found).toMatchObject({ value: 0, isPassed: false, details: { embeddingModel: "letters" } });
  expect(found.reasoning).toContain('"It is due on Friday." contradicted by "It is due on Monday."');
});
