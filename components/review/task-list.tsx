"use client";

import { paceSentence } from "#client/review";
import type { QueueProgress, TaskRow } from "#schema/review";
import { cn } from "#ui/cn";
import { ProgressBar } from "#ui/progress-bar";
import { RelativeTime } from "#ui/relative-time";
import { reasonWords } from "./labels.tsx";

export type TaskListProps = {
  name: string;
  rows: readonly TaskRow[];
  currentId: string | null;
  done: number;
  left: number;
  progress: QueueProgress;
  onOpen: (taskId: string) => void;
  className?: string | undefined;
};

/** What waits in the queue, how far it is and how long the rest takes. */
export function TaskList({ name, rows, currentId, done, left, progress, onOpen, className }: TaskListProps) {
  return (
    <aside aria-label="Tasks" className={cn("flex flex-col border-r border-line bg-surface", className)}>
      <div className="border-b border-line px-3.5 py-3">
        <div className="flex items-center gap-2">
          <h2 className="min-w-0 flex-1 truncate">{name}</h2>
          <span className="num text-sm text-text-2">
            {done} of {progress.total}
          </span>
        </div>
        <ProgressBar label="Tasks decided" value={done} max={progress.total} className="mt-2 mb-1" />
        <p className="text-sm text-text-3">{paceSentence(left, progress.medianDecisionMs)}</p>
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
                {row.heldByName
                  ? `${row.heldByName} has it`
                  : row.isSkippedByMe
                    ? "skipped by you"
                    : reasonWords[row.reason]}{" "}
                · <RelativeTime value={row.createdAt} />
              </span>
            </button>
          </li>
        ))}
      </ol>
    </aside>
  );
}
