import { paths } from "#platform/paths";
import { runStatuses } from "#schema/evaluation";
import type { Given } from "#platform/filter-address";
import { FilterBar } from "#ui/filter-bar";

type Props = {
  project: string;
  given: Given;
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
export function RunFilters({ project, given, prompts, suites }: Props) {
  return (
    <FilterBar
      action={paths.runs(project)}
      label="Filter runs"
      given={given}
      filters={[
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
    />
  );
}
