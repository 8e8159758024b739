import { provenanceWords } from "#components/datasets/provenance";
import { clipped, shortInputs, valueText } from "#components/datasets/value";
import { paths } from "#platform/paths";
import type { PlacedExample } from "#schema/datasets";
import { EmptyState } from "#states/empty-state";
import { RowLink, Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";

type ExampleTableProps = {
  project: string;
  datasetId: string;
  examples: PlacedExample[];
  isFiltered: boolean;
  mayUpdate: boolean;
};

/** The examples of a version; a row opens its example. */
export function ExampleTable({ project, datasetId, examples, isFiltered, mayUpdate }: ExampleTableProps) {
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
    <Table label="Examples" keys>
      <TableHead>
        <Th numeric>#</Th>
        <Th>Inputs</Th>
        <Th>Reference</Th>
        <Th>From</Th>
      </TableHead>
      <TableBody>
        {examples.map((example) => (
          <ExampleRow
            key={example.id}
            example={example}
            href={paths.example(project, datasetId, example.id)}
          />
        ))}
      </TableBody>
    </Table>
  );
}

/** Two lines show no more than this; whole texts would make the page heavy. */
const shown = 300;

function ExampleRow({ example, href }: { example: PlacedExample; href: string }) {
  const { position, inputs, reference, provenance } = example;
  const { main, others } = shortInputs(inputs);
  return (
    <Tr>
      <Td numeric mobile="hide" className="w-14 align-top text-text-3">
        {position}
      </Td>
      <Td mobile="title" className="align-top sm:max-w-0 sm:min-w-60">
        <RowLink href={href} className="line-clamp-2 font-normal break-words">
          {clipped(main, shown)}
        </RowLink>
        {others ? <span className="line-clamp-1 text-sm break-words text-text-3">{others}</span> : null}
      </Td>
      <Td className="max-w-60 align-top">
        <span className="line-clamp-2 break-words">{clipped(valueText(reference), shown)}</span>
      </Td>
      <Td className="max-w-52 align-top text-text-2">
        <span className="line-clamp-2 break-words">{provenanceWords(provenance)}</span>
      </Td>
    </Tr>
  );
}
