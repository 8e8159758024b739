import fc from "fast-check";
import { expect, it } from "vitest";
import { comparisons, queryOf, simpleOf } from "./describe-choice.ts";

it("a condition that a form shows is written back as it was", () => {
  const scalar = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.stringMatching(/^[a-z0-9 ."_-]*$/).map((text) => text.trim()),
  );
  const one = fc.constantFrom("$eq", "$ne", "$gt", "$gte", "$lt", "$lte");
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z.]{1,8}$/), one, scalar, (member, operator, value) => {
      const query = { [`metadata.${member}`]: { [operator]: value } };
      const simple = simpleOf(query);
      expect(simple && queryOf(simple)).toEqual(query);
    }),
  );
  const list = { "metadata.plan": { $in: ["paid", 7, "7", null] } };
  const shown = simpleOf(list);
  expect(shown).toEqual({ member: "plan", operator: "$in", value: 'paid, 7, "7", null' });
  expect(shown && queryOf(shown)).toEqual(list);
  expect(Object.keys(comparisons)).toHaveLength(9);
});

it("what it cannot show is left to the YAML", () => {
  for (const query of [
    {},
    { $or: [{ "metadata.a": 1 }] },
    { "metadata.a": 1, "metadata.b": 2 },
    { "metadata.a": { $gt: 1, $lt: 2 } },
    { "metadata.a": { $in: ["one, two", "three"] } },
    { "metadata.a": { constructor: 1 } },
  ])
    expect(simpleOf(query)).toBeNull();
  expect(simpleOf({ "metadata.plan": "paid" })).toEqual({ member: "plan", operator: "$eq", value: "paid" });
});
