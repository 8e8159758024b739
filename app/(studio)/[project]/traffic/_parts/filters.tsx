import { paths } from "#platform/paths";
import { generationSources } from "#schema/observability";
import type { GenerationSummary } from "#schema/observability";
import type { Given } from "#platform/filter-address";
import { FilterBar } from "#ui/filter-bar";

type Props = {
  project: string;
  given: Given;
  prompts: readonly { id: string; path: string }[];
  models: readonly string[];
  /** The calls shown, which know the names of what links filter by. */
  rows: readonly GenerationSummary[];
};

const states = [
  { value: "succeeded", label: "answered" },
  { value: "failed", label: "failed" },
  { value: "cancelled", label: "cancelled" },
];

/** What the calls can be narrowed down to. */
export function TrafficFilters({ project, given, prompts, models, rows }: Props) {
  const day = (value: string) => value.slice(0, 10);
  const short = (id: string) => id.slice(0, 8);
  const versionOf = (id: string) => {
    const row = rows.find((each) => each.promptVersionId === id);
    return row ? `${row.promptPath} v${row.promptVersionNumber}` : short(id);
  };
  return (
    <FilterBar
      action={paths.traffic(project)}
      label="Filter generations"
      given={given}
      filters={[
        {
          kind: "text",
          name: "text",
          label: "Text",
          placeholder: "Text in input or output",
          className: "w-48",
        },
        {
          kind: "choice",
          className: "w-34",
          name: "promptId",
          label: "Prompt",
          options: prompts.map(({ id, path }) => ({ value: id, label: path })),
        },
        {
          kind: "choice",
          className: "w-34",
          name: "model",
          label: "Model",
          options: models.map((value) => ({ value, label: value })),
        },
        {
          kind: "choice",
          className: "w-34",
          name: "source",
          label: "Source",
          options: generationSources.map((value) => ({ value, label: value })),
        },
        { kind: "choice", className: "w-34", name: "status", label: "State", options: states },
        {
          kind: "choice",
          className: "w-34",
          name: "simulated",
          label: "Simulated",
          options: [
            { value: "false", label: "left out" },
            { value: "true", label: "only" },
          ],
        },
        {
          kind: "more",
          name: "metadata",
          label: "Metadata",
          placeholder: "Metadata: key=value",
          pattern: "[^=]{1,64}=.{0,200}",
          hint: "key=value, as it was sent with the call",
          className: "w-42",
        },
      ]}
      others={{
        promptVersionId: { label: "Version", words: versionOf },
        promptPath: { label: "Prompt" },
        connectionId: { label: "Connection", words: short },
        runId: { label: "Run", words: short },
        traceId: { label: "Trace", words: short },
        from: { label: "From", words: day },
        to: { label: "Until", words: day },
      }}
    />
  );
}
