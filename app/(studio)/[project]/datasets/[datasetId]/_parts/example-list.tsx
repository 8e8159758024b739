import { formatCount, formatNumber } from "#platform/format";
import { paths } from "#platform/paths";
import { Card } from "#ui/card";
import { Pagination } from "#ui/pagination";
import { ExampleFilters } from "./example-filters.client.tsx";
import { type DatasetSearch, exampleAddress } from "./example-list-address.ts";
import { ExampleTable } from "./example-table.tsx";
import type { ShownDataset } from "./read-dataset.ts";

type ExampleListProps = { project: string; shown: ShownDataset; search: DatasetSearch; mayUpdate: boolean };

/** The examples of the version shown, with filters and pages in the address. */
export function ExampleList({ project, shown, search, mayUpdate }: ExampleListProps) {
  const { dataset, version, examples, nextCursor } = shown;
  const isFiltered = search.q !== null || search.from !== null;
  const href = (cursor: string | null) =>
    exampleAddress.href(paths.dataset(project, dataset.id), { ...search, cursor });
  return (
    <Card>
      {version ? <ExampleFilters /> : null}
      <ExampleTable
        isWhole={!search.cursor && nextCursor === null}
        project={project}
        datasetId={dataset.id}
        examples={examples}
        isFiltered={isFiltered}
        mayUpdate={mayUpdate}
      />
      <Pagination
        newerHref={search.cursor ? href(null) : undefined}
        newerLabel="First page"
        olderHref={nextCursor ? href(nextCursor) : undefined}
        olderLabel="Next"
      >
        {examples.length > 0 ? range(shown, isFiltered) : null}
      </Pagination>
    </Card>
  );
}

/** "51 to 100 of 1,204", or how many matches this page shows. */
function range({ examples, version }: ShownDataset, isFiltered: boolean): string {
  if (isFiltered) return `${formatCount(examples.length, "example")} shown`;
  return `${formatNumber(examples[0]?.position)} to ${formatNumber(examples.at(-1)?.position)} of ${formatNumber(version?.exampleCount)}`;
}
