"use client";

import { FilterBar } from "#ui/filter-bar.client";
import { exampleFilters } from "./example-list-address.ts";

/** What the examples can be narrowed down to; the version looked at stays. */
export function ExampleFilters() {
  return (
    <FilterBar
      label="Filter examples"
      parsers={exampleFilters}
      className="border-b border-line p-2.5"
      fields={[
        { kind: "text", name: "q", label: "Find in examples", placeholder: "Find in examples" },
        {
          kind: "choice",
          name: "from",
          label: "Where it came from",
          all: "from anywhere",
          options: [
            { value: "import", label: "imported" },
            { value: "hand", label: "written by hand" },
            { value: "generation", label: "from generations" },
            { value: "correction", label: "from corrections" },
          ],
        },
      ]}
    />
  );
}
