import { z } from "zod";
import { field } from "./fields.ts";

/** What is judged: the whole output, or one field of it when it is JSON (dots reach deeper). */
export const outputField = field(z.string().max(200).optional(), {
  label: "Field of the output",
  control: "code",
  hint: "Where the output is JSON: category, or answer.category. Empty: the whole output.",
});

/** What it is compared with: the whole reference, or one field of it when it is an object. */
export const referenceField = field(z.string().max(200).optional(), {
  label: "Field of the reference",
  control: "code",
  hint: "Where the reference is an object. Empty: the whole reference.",
});

/** Upper and lower case alike; `start` is what a stored evaluator without it means. */
export const ignoreCase = (start: boolean) =>
  field(z.boolean().default(start), { label: "Ignore upper and lower case" });
