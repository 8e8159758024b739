"use client";

import { useEffect, useState } from "react";
import { studioFetch } from "#components/form/studio-fetch";
import { withQuery } from "#platform/paths";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { Popover, PopoverContent, PopoverTrigger } from "#ui/popover";

export type DatasetChoice = {
  datasetId: string;
  versionId: string;
  name: string;
  number: number;
  exampleCount: number;
};
export type PickedExample = {
  id: string;
  position: number;
  inputs: Record<string, unknown>;
  reference: unknown;
  dataset: string;
};

type ExampleRow = Omit<PickedExample, "dataset">;
type ExamplePickerProps = {
  examplesHref: string;
  datasets: DatasetChoice[];
  /** The prompt's variables: what an example is recognised by. */
  names: readonly string[];
  picked: PickedExample | null;
  onPick: (example: PickedExample) => void;
};

/** Fills the variables from an example: a dataset version, then one of its rows by its words. */
export function ExamplePicker({ examplesHref, datasets, names, picked, onPick }: ExamplePickerProps) {
  const [isOpen, setOpen] = useState(false);
  const [versionId, setVersionId] = useState(datasets[0]?.versionId ?? "");
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<{ items: ExampleRow[]; note: string | null } | null>(null);
  const dataset = datasets.find((choice) => choice.versionId === versionId);

  // Reads from the server while the list is open.
  useEffect(() => {
    if (!isOpen || versionId === "") return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void findExamples(
        withQuery(examplesHref, { datasetVersionId: versionId, query, limit: "30" }),
        abort.signal,
      ).then((answer) => {
        if (answer) setFound(answer);
      });
    }, 150);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [isOpen, versionId, query, examplesHref]);

  if (datasets.length === 0) return null;
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="sm">
          {picked ? `from ${picked.dataset} ${numbered(picked.position)}` : "from a dataset example"}{" "}
          <span aria-hidden="true">⌄</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="flex w-96 flex-col gap-2">
        <NativeSelect
          aria-label="Dataset"
          value={versionId}
          onChange={(event) => setVersionId(event.target.value)}
        >
          {datasets.map((choice) => (
            <option key={choice.versionId} value={choice.versionId}>
              {choice.name}@{choice.number}, {choice.exampleCount} examples
            </option>
          ))}
        </NativeSelect>
        <Input
          type="search"
          aria-label="Find an example"
          placeholder="Find by its words"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <ul className="max-h-72 overflow-y-auto" aria-label="Examples">
          {found?.items.map((example) => (
            <li key={example.id}>
              <button
                type="button"
                className="flex w-full gap-2 rounded-md px-2 py-1.5 text-left hover:bg-sunken focus-visible:-outline-offset-2"
                onClick={() => {
                  onPick({ ...example, dataset: dataset ? `${dataset.name}@${dataset.number}` : "" });
                  setOpen(false);
                }}
              >
                <span className="num shrink-0 text-text-3">{numbered(example.position)}</span>
                <span className="line-clamp-2 min-w-0 break-words">{previewOf(example.inputs, names)}</span>
              </button>
            </li>
          ))}
        </ul>
        {found?.note ? <p className="text-sm text-text-3">{found.note}</p> : null}
        {found ? null : <p className="text-sm text-text-3">Reading the examples…</p>}
      </PopoverContent>
    </Popover>
  );
}

/** Null where somebody typed on meanwhile. */
async function findExamples(
  href: string,
  signal: AbortSignal,
): Promise<{ items: ExampleRow[]; note: string | null } | null> {
  const { data, problem } = await studioFetch<{ items: ExampleRow[] }>(href, { signal });
  if (signal.aborted) return null;
  if (problem) return { items: [], note: problem.message };
  return { items: data.items, note: data.items.length === 0 ? "No example holds these words." : null };
}

function numbered(position: number): string {
  return `#${String(position).padStart(4, "0")}`;
}

function previewOf(inputs: Record<string, unknown>, names: readonly string[]): string {
  const all = Object.entries(inputs);
  const used = all.filter(([name]) => names.includes(name));
  const texts = (used.length > 0 ? used : all).map(([, value]) =>
    typeof value === "string" ? value : JSON.stringify(value),
  );
  // The longest says most: short ones are often the same in every row.
  return texts.toSorted((a, b) => b.length - a.length)[0] ?? "";
}
