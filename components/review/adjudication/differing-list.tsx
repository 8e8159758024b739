"use client";

import type { DifferingTask } from "#schema/review";
import { cn } from "#ui/cn";
import { decisionSigns, decisionWords } from "../labels.tsx";

type DifferingListProps = {
  rows: readonly DifferingTask[];
  currentId: string;
  onOpen: (taskId: string) => void;
  className?: string;
};

/** The tasks whose opinions differ, with what each opinion says and nobody's name. */
export function DifferingList({ rows, currentId, onOpen, className }: DifferingListProps) {
  return (
    <aside
      aria-label="Tasks"
      className={cn(
        "sticky top-12 flex h-[calc(100dvh-48px)] flex-col border-r border-line bg-surface",
        className,
      )}
    >
      <div className="border-b border-line px-3.5 py-3">
        <h2>Two opinions differ</h2>
        <p className="text-sm text-text-3">
          {rows.length === 1 ? "1 waits for you" : `${rows.length} wait for you`}
        </p>
      </div>
      <ol className="min-h-0 flex-1 overflow-y-auto">
        {rows.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              aria-current={row.id === currentId || undefined}
              onClick={() => onOpen(row.id)}
              className="current-mark block w-full border-b border-line px-3.5 py-2.25 text-left hover:bg-sunken focus-visible:-outline-offset-2 aria-[current]:bg-accent-weak aria-[current]:shadow-[inset_2px_0_var(--accent)]"
            >
              <span className="block truncate">{row.title}</span>
              <span className="block truncate text-sm text-text-3">
                {row.opinions
                  .map(
                    ({ letter, kind, reasonName }) =>
                      `${letter} ${decisionSigns[kind]} ${reasonName ?? decisionWords[kind]}`,
                  )
                  .join(" · ")}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </aside>
  );
}
