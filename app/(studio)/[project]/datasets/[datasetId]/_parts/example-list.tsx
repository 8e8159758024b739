import { formatCount, formatNumber } from "#platform/format";
import { paths } from "#platform/paths";
import { Card } from "#ui/card";
import { Pagination } from "#ui/pagination";
import { ExampleFilters } from "./example-filters.tsx";
import { ExampleTable } from "./example-table.tsx";
import type { DatasetSearch, ShownDataset } from "./read-dataset.ts";

type ExampleListProps = { project: string; shown: ShownDataset; search: DatasetSearch; mayUpdate: boolean };

/** The examples of the version shown, with filters and pages in the address. */
export function ExampleList({ project, shown, search, mayUpdate }: ExampleListProps) {
  const { dataset, version, kind, examples, nextCursor } = shown;
  const isFiltered = Boolean(search.q || kind);
  const href = (cursor: string | null) =>
    paths.datasetView(project, dataset.id, present({ ...search, cursor: cursor ?? undefined }));
  return (
    <Card>
      {version ? (
        <ExampleFilters project={project} datasetId={dataset.id} search={search} kind={kind} />
      ) : null}
      <ExampleTable
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

function present(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
