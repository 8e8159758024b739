import { expect, it } from "vitest";
import { z } from "zod";
import { fieldWords } from "./describe-field.tsx";

const said = (schema: z.ZodType, input: unknown) =>
  schema.safeParse(input, { error: fieldWords }).error?.issues[0]?.message;

it.each([
  [z.string().min(1), "", "Fill this in."],
  [z.string(), undefined, "Fill this in."],
  [z.string().min(10), "short", "At least 10 characters."],
  [z.string().max(3), "long", "At most 3 characters."],
  [z.number(), Number.NaN, "Enter a number."],
  [z.int(), 1.5, "Enter a number."],
  [z.number().multipleOf(1), 1.5, "Enter a whole number."],
  [z.number().min(0), -1, "At least 0."],
  [z.number().positive(), 0, "More than 0."],
  [z.number().max(64), 65, "At most 64."],
  [z.array(z.string()).min(1), [], "Choose at least one."],
  [z.email(), "anna", "This is no e-mail address."],
  [z.enum(["a", "b"]), "c", "Choose one of the list."],
  [z.uuid(), "", "Choose one of the list."],
  [z.string("Give it a name.").min(1, "Give it a name."), "", "Give it a name."],
])("says %# in words for a person", (schema, input, words) => {
  expect(said(schema, input)).toBe(words);
});
