"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { formatBytes } from "#platform/format";
import { cn } from "#ui/cn";

type FileChoiceProps = { file: File | null; isReading: boolean; onChoose: (file: File) => void };

/** A place to drop a file on or to choose one, with the limits stated. */
export function FileChoice({ file, isReading, onChoose }: FileChoiceProps) {
  const id = useId();
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) onChoose(dropped);
  };
  return (
    // Dropping is a second way to what the input inside does by keyboard and screen reader.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        "flex cursor-pointer items-center gap-3 max-sm:flex-wrap rounded-lg border border-dashed border-line-2 bg-surface px-4 py-4 hover:border-text-3 has-focus-visible:outline-2 has-focus-visible:outline-accent",
        isOver && "border-accent bg-accent-weak",
      )}
    >
      <FileUp className="size-5 shrink-0 text-text-3" aria-hidden="true" />
      <span className="min-w-0 flex-1 max-sm:basis-[calc(100%-32px)]">
        <span className="block font-medium break-words">
          {file ? `${file.name} · ${formatBytes(file.size)}` : "Choose a CSV or JSONL file, or drop it here"}
        </span>
        <span className="block text-sm text-text-2" role="status">
          {isReading
            ? "Reading the file…"
            : "UTF-8, up to 25 MB, 100,000 rows and 256 kB a cell. A CSV names its columns in the first line; JSONL has one object per line."}
        </span>
      </span>
      <span className="shrink-0 rounded-md border border-line-2 bg-surface px-2.5 py-1 font-medium max-sm:ml-8">
        {file ? "Choose another" : "Choose a file"}
      </span>
      <input
        id={id}
        type="file"
        accept=".csv,.tsv,.txt,.jsonl,.ndjson,text/csv,application/x-ndjson"
        className="sr-only"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) onChoose(chosen);
          // The same file, mended on disk, may be chosen again.
          event.target.value = "";
        }}
      />
    </label>
  );
}
