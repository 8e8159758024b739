import { paths } from "#platform/paths";
import { formatDuration } from "#platform/format";
import type { Given } from "#platform/filter-address";
import { FilterBar } from "#ui/filter-bar";

type Props = {
  project: string;
  given: Given;
  /** The scope, which stays as it is. */
  kept: Readonly<Record<string, string>>;
  models: readonly string[];
};

const states = [
  { value: "succeeded", label: "answered" },
  { value: "failed", label: "failed" },
  { value: "cancelled", label: "cancelled" },
];

/** What the calls of the scope can be narrowed down to. */
export function TrafficFilters({ project, given, kept, models }: Props) {
  const short = (id: string) => id.slice(0, 8);
  return (
    <FilterBar
      action={paths.traffic(project)}
      label="Filter generations"
      given={given}
      kept={kept}
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
          name: "model",
          label: "Model",
          options: models.map((value) => ({ value, label: value })),
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
        promptPath: { label: "Prompt" },
        connectionId: { label: "Connection", words: short },
        runId: { label: "Run", words: short },
        traceId: { label: "Trace", words: short },
        known: { label: "Known", words: (value) => value },
        overMs: { label: "Slower than", words: (value) => formatDuration(Number(value)) },
      }}
    />
  );
}
