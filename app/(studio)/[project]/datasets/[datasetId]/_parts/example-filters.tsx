import { paths } from "#platform/paths";
import type { ProvenanceKind } from "#schema/datasets";
import { FilterBar } from "#ui/filter-bar";

type ExampleFiltersProps = {
  project: string;
  datasetId: string;
  search: { version?: string; q?: string };
  kind: ProvenanceKind | undefined;
};

/** What the examples can be narrowed down to; the version looked at stays. */
export function ExampleFilters({ project, datasetId, search, kind }: ExampleFiltersProps) {
  return (
    <FilterBar
      action={paths.dataset(project, datasetId)}
      label="Filter examples"
      given={{ q: search.q, from: kind }}
      kept={{ version: search.version }}
      className="border-b border-line p-2.5"
      filters={[
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
