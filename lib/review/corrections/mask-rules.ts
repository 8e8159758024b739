import type { CorrectionRules } from "../schema.ts";
import type { Mask } from "#lib/guardrails";
import type { CorrectionShape } from "./shape.ts";

/** The rules without choices that this person may not read; then any text is let through to the server, which knows them. */
export function maskRules({ schema, references }: CorrectionRules, mask: Mask): CorrectionRules {
  return { schema: schema && maskShape(schema, mask), references: references && maskShape(references, mask) };
}

function maskShape(shape: CorrectionShape, mask: Mask): CorrectionShape | null {
  const isReadable = (choices: readonly string[]) => choices.every((choice) => mask.text(choice) === choice);
  if (shape.kind === "choice") return isReadable(shape.choices) ? shape : null;
  const fields = shape.fields.map((field) =>
    field.choices === null || isReadable(field.choices) ? field : { ...field, choices: null },
  );
  return { ...shape, fields };
}
