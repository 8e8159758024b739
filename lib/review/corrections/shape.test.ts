import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  problemSentence,
  problemsOf,
  shapeOfReferences,
  shapeOfSchema,
  withField,
  withoutChoices,
} from "./shape.ts";

const references = ["billing", "account", "billing", "tech", "account", "billing", "tech", "account"].map(
  (category) => ({ category }),
);

describe("what a correction must look like", () => {
  it("is the fields that all references have, with their choices where a few values come again and again", () => {
    const shape = shapeOfReferences(references);
    expect(shape).toEqual({
      kind: "data",
      from: "references",
      isClosed: true,
      fields: [
        { name: "category", type: "string", isRequired: true, choices: ["account", "billing", "tech"] },
      ],
    });
    if (!shape) return;
    expect(problemsOf(shape, '{"category":"billing"}')).toEqual([]);
    expect(problemsOf(shape, "not json at all")[0]?.message).toBe('This must be JSON with "category".');
    const [unknown] = problemsOf(shape, '{"category":"technical"}');
    expect(unknown).toMatchObject({ field: "category", choices: ["account", "billing", "tech"] });
    expect(problemSentence(unknown ? [unknown] : [])).toBe(
      '"technical" is no category used here. Choose account, billing or tech.',
    );
    expect(problemsOf(shape, '{"category":"tech","note":"x"}')[0]?.message).toBe('"note" has no place here.');
    expect(problemsOf(shape, "{}")[0]?.message).toBe('"category" is missing.');
    expect(problemsOf(shape, '{"category":3}')[0]?.message).toBe('"category" must be a text.');
    expect(problemsOf(shape, '["billing"]')).toHaveLength(1);
  });

  it("is one of a few words where the references are such words", () => {
    const shape = shapeOfReferences(["yes", "no", "yes", "no", "yes"]);
    expect(shape && problemsOf(shape, " yes ")).toEqual([]);
    expect(shape && problemsOf(shape, "maybe")).toMatchObject([{ field: null, choices: ["no", "yes"] }]);
  });

  it("is data also where references are texts of it, as a CSV file gives them", () => {
    const shape = shapeOfReferences(references.map((reference) => JSON.stringify(reference)));
    expect(shape).toEqual(shapeOfReferences(references));
    expect(shape && problemsOf(shape, '{"category": "billing"}')).toEqual([]);
    expect(shape && problemsOf(shape, "not json at all")).toHaveLength(1);
  });

  it("is one of a few numbers, or true or false", () => {
    const marks = shapeOfReferences([1, 2, 1, 2, 3, 3]);
    expect(marks && problemsOf(marks, "3")).toEqual([]);
    expect(marks && problemsOf(marks, "4")).toMatchObject([{ choices: ["1", "2", "3"] }]);
    const flags = shapeOfReferences([true, false, true, false, true]);
    expect(flags && problemsOf(flags, "maybe")).toMatchObject([{ choices: ["false", "true"] }]);
  });

  it("closes nothing where not all references were read", () => {
    const shape = withoutChoices(shapeOfReferences(references));
    expect(shape && problemsOf(shape, '{"category":"new","note":1}')).toEqual([]);
    expect(shape && problemsOf(shape, '{"category":3}')).toHaveLength(1);
    expect(shape && problemsOf(shape, "no data")).toHaveLength(1);
    expect(withoutChoices(shapeOfReferences(["yes", "no", "yes", "no", "yes"]))).toBeNull();
  });

  it("is nothing in particular where references are prose, mixed, or too few", () => {
    expect(
      shapeOfReferences(["One fee comes back.", "Two do.", "None.", "All of them.", "It depends."]),
    ).toBeNull();
    expect(shapeOfReferences(["yes", "no", "yes", "no"])).toBeNull();
    expect(shapeOfReferences(["yes", "no", "yes", "no", { a: 1 }])).toBeNull();
    expect(shapeOfReferences(["same", "same", "same", "same", "same"])).toBeNull();
    expect(shapeOfReferences([null, null, null, null, null, null])).toBeNull();
  });

  it("follows a response schema: types, required fields, enums, no others where it is closed", () => {
    const shape = shapeOfSchema({
      type: "object",
      properties: { category: { enum: ["a", "b"] }, score: { type: "integer" }, tags: { type: "array" } },
      required: ["category"],
      additionalProperties: false,
    });
    if (!shape) throw new Error("no shape");
    expect(problemsOf(shape, '{"category":"a","score":3,"tags":[]}')).toEqual([]);
    expect(problemsOf(shape, '{"category":"c","score":"3","more":1}').map(({ field }) => field)).toEqual([
      "category",
      "score",
      "more",
    ]);
    expect(shapeOfSchema({ type: "array" })).toBeNull();
    expect(shapeOfSchema(null)).toBeNull();
  });

  it("accepts every reference it was taken from", () => {
    const Reference = fc.record(
      {
        category: fc.constantFrom("a", "b"),
        score: fc.double({ noNaN: true, noDefaultInfinity: true }),
        list: fc.array(fc.string()),
        none: fc.constant(null),
      },
      { requiredKeys: ["category"] },
    );
    fc.assert(
      fc.property(fc.array(Reference, { minLength: 5, maxLength: 30 }), (given) => {
        const shape = shapeOfReferences(given);
        expect(shape).not.toBeNull();
        for (const reference of given)
          expect(shape && problemsOf(shape, JSON.stringify(reference))).toEqual([]);
      }),
    );
  });

  it("offers a choice by setting the field and keeping the rest", () => {
    expect(withField('{"category":"technical","n":1}', "category", "tech")).toBe('{"category":"tech","n":1}');
    expect(withField("not json", "category", "tech")).toBe('{"category":"tech"}');
    expect(withField("maybe", null, "yes")).toBe("yes");
  });
});
