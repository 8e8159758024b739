import Link from "next/link";
import { paths } from "#platform/paths";
import type { ProvenanceKind } from "#schema/datasets";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";

type ExampleFiltersProps = {
  project: string;
  datasetId: string;
  search: { version?: string; q?: string };
  kind: ProvenanceKind | undefined;
};

/** A plain form: what is looked for stands in the address. */
export function ExampleFilters({ project, datasetId, search, kind }: ExampleFiltersProps) {
  const action = paths.dataset(project, datasetId);
  return (
    <form action={action} className="flex flex-wrap items-center gap-2 border-b border-line p-2.5">
      {search.version ? <input type="hidden" name="version" value={search.version} /> : null}
      <Input
        name="q"
        type="search"
        aria-label="Find in examples"
        placeholder="Find in examples"
        defaultValue={search.q ?? ""}
        className="w-60 max-sm:w-full"
      />
      <div className="w-44 max-sm:flex-1">
        <NativeSelect name="from" aria-label="Where it came from" defaultValue={kind ?? ""}>
          <option value="">from anywhere</option>
          <option value="import">imported</option>
          <option value="hand">written by hand</option>
          <option value="generation">from generations</option>
          <option value="correction">from corrections</option>
        </NativeSelect>
      </div>
      <Button type="submit">Filter</Button>
      {search.q || kind ? (
        <Button asChild variant="ghost">
          <Link
            href={
              search.version ? paths.datasetView(project, datasetId, { version: search.version }) : action
            }
          >
            Clear
          </Link>
        </Button>
      ) : null}
    </form>
  );
}
