"use client";

import { runStatuses } from "#constants/evaluation";
import { FilterBar } from "#ui/filter-bar.client";
import { runList } from "./run-list.ts";

type Props = {
  prompts: readonly { id: string; path: string }[];
  suites: readonly { id: string; name: string }[];
};

const statusNames = {
  queued: "queued",
  running: "running",
  succeeded: "finished",
  failed: "failed",
  cancelled: "cancelled",
} as const;

/** What the runs can be narrowed down to. */
export function RunFilters({ prompts, suites }: Props) {
  return (
    <FilterBar
      label="Filter runs"
      parsers={runList.parsers}
      fields={[
        {
          kind: "text",
          name: "query",
          label: "Find a run by number, prompt or dataset",
          placeholder: "Number, prompt, dataset",
        },
        {
          kind: "choice",
          name: "promptId",
          label: "Prompt",
          options: prompts.map(({ id, path }) => ({ value: id, label: path })),
        },
        {
          kind: "choice",
          name: "suiteId",
          label: "Suite",
          options: suites.map(({ id, name }) => ({ value: id, label: name })),
        },
        {
          kind: "choice",
          name: "status",
          label: "State",
          options: runStatuses.map((value) => ({ value, label: statusNames[value] })),
        },
        {
          kind: "choice",
          name: "verdict",
          label: "Verdict",
          options: [
            { value: "met", label: "demands met" },
            { value: "unmet", label: "demands not met" },
            { value: "unsure", label: "not shown" },
          ],
        },
      ]}
      others={{ promptVersionId: { label: "Version", words: (id) => id.slice(0, 8) } }}
    />
  );
}
