"use client";

import { FilterBar } from "#ui/filter-bar.client";
import { answerFilters } from "./answer-list.ts";

/** Narrows the kept answers down. */
export function AnswerFilters() {
  return (
    <FilterBar
      label="Filter answers"
      parsers={answerFilters}
      fields={[
        { kind: "text", name: "text", label: "Find", placeholder: "Words of question or answer" },
        {
          kind: "choice",
          name: "pinned",
          label: "Pinned",
          options: [
            { value: "yes", label: "Pinned" },
            { value: "no", label: "Not pinned" },
          ],
        },
      ]}
    />
  );
}
