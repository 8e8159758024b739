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

/** Where in the output the judged text stands; left out it is "fenced". */
export const extent = field(z.enum(["whole", "fenced", "anywhere"]).optional(), {
  label: "Where it stands",
  choices: {
    fenced: "the whole output, or a code block in it",
    whole: "the whole output and nothing else",
    anywhere: "anywhere in the output",
  },
  whenAbsent: () => "fenced",
});

/** Where code stands; unlike `extent` it has a default from the beginning. */
export const codeExtent = field(z.enum(["fenced", "whole"]).default("fenced"), {
  label: "Where it stands",
  choices: {
    fenced: "the output, or its code blocks",
    whole: "the whole output and nothing else",
  },
});

/** Tools by name; where none is named, those of the reference. */
export const toolNames = field(z.array(z.string().min(1).max(200)).max(50).default([]), {
  label: "Tools, one a line",
  hint: 'Empty: the reference names them, as ["find_order"] or [{"name": "find_order", "arguments": {"id": 7}}]; of arguments only those given there are compared. Where only numbers or schemas are asked it is read only by a field of it.',
});

/** The text that claims must rest on. */
export const sourceField = field(z.string().trim().max(200).optional(), {
  label: "Field of the inputs with the source",
  control: "code",
  hint: "The text that the claims must rest on: context, or document.body. Empty: the reference.",
});
