import { provenanceWords } from "#components/datasets/provenance";
import { clipped, shortInputs, valueText } from "#components/datasets/value";
import { paths } from "#platform/paths";
import type { PlacedExample } from "#schema/datasets";
import { EmptyState } from "#states/empty-state";
import { type Column, Table } from "#ui/table";

type ExampleTableProps = {
  project: string;
  datasetId: string;
  examples: PlacedExample[];
  isFiltered: boolean;
  /** Whether these are all that fit. */
  isWhole: boolean;
  mayUpdate: boolean;
};

/** The examples of a version; a row opens its example. */
export function ExampleTable({
  project,
  datasetId,
  examples,
  isFiltered,
  isWhole,
  mayUpdate,
}: ExampleTableProps) {
  if (examples.length === 0) {
    return isFiltered ? (
      <EmptyState title="No example matches">Look for less, or clear the filter.</EmptyState>
    ) : (
      <EmptyState title="No example yet">
        {mayUpdate
          ? "Import a CSV or JSONL file, or add examples by hand. Corrections of reviewers arrive here by themselves."
          : "An engineer can import a file or add examples."}
      </EmptyState>
    );
  }
  return (
    <Table
      name="examples"
      label="Examples"
      columns={columns}
      rows={examples}
      rowKey={({ id }) => id}
      rowHref={({ id }) => paths.example(project, datasetId, id)}
      isWhole={isWhole}
    />
  );
}

/** Two lines show no more than this; whole texts would make the page heavy. */
const shown = 300;

const columns: Column<PlacedExample>[] = [
  {
    key: "position",
    head: "#",
    numeric: true,
    sort: ({ position }) => position,
    mobile: "hide",
    className: "w-14 align-top text-text-3",
    cell: ({ position }) => position,
  },
  {
    key: "inputs",
    head: "Inputs",
    mobile: "title",
    className: "align-top sm:max-w-0 sm:min-w-60",
    cell: ({ inputs }) => <Inputs inputs={inputs} />,
  },
  {
    key: "reference",
    head: "Reference",
    className: "max-w-60 align-top",
    cell: ({ reference }) => (
      <span className="line-clamp-2 break-words">{clipped(valueText(reference), shown)}</span>
    ),
  },
  {
    key: "from",
    head: "From",
    sort: ({ provenance }) => provenanceWords(provenance),
    className: "max-w-52 align-top text-text-2",
    cell: ({ provenance }) => <span className="line-clamp-2 break-words">{provenanceWords(provenance)}</span>,
  },
];

function Inputs({ inputs }: Pick<PlacedExample, "inputs">) {
  const { main, others } = shortInputs(inputs);
  return (
    <>
      <span className="line-clamp-2 font-normal break-words">{clipped(main, shown)}</span>
      {others ? (
        <span className="line-clamp-1 text-sm font-normal break-words text-text-3">{others}</span>
      ) : null}
    </>
  );
}
