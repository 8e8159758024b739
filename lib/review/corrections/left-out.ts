import type { MadeDataset } from "../decisions/schema.ts";

/** What of a selection did not become an example, and why: "2 without a correction". Pure. */
export function leftOutWords({
  withoutCorrection,
  hidden,
  declined,
  needsSecondPerson,
}: MadeDataset["leftOut"]): string {
  return [
    withoutCorrection > 0 ? `${withoutCorrection} without a correction` : "",
    hidden > 0 ? `${hidden} in a blind queue that is not done` : "",
    declined > 0 ? `${declined} declined by a second person` : "",
    needsSecondPerson > 0
      ? `${needsSecondPerson} that a second person must let in, since versions are judged by this dataset`
      : "",
  ]
    .filter(Boolean)
    .join(", ");
}
