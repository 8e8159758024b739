"use client";

import { formatDuration } from "#platform/format";
import { FilterBar } from "#ui/filter-bar.client";
import { trafficFilters } from "./traffic-list.ts";

const states = [
  { value: "succeeded", label: "answered" },
  { value: "failed", label: "failed" },
  { value: "cancelled", label: "cancelled" },
];

const short = (id: string) => id.slice(0, 8);

/** What the calls of the scope can be narrowed down to. */
export function TrafficFilterBar({ models }: { models: readonly string[] }) {
  return (
    <FilterBar
      label="Filter generations"
      parsers={trafficFilters}
      fields={[
        {
          kind: "text",
          name: "text",
          label: "Text in input or output",
          placeholder: "Text in input or output",
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
        known: { label: "Known" },
        overMs: { label: "Slower than", words: (ms) => formatDuration(Number(ms)) },
      }}
    />
  );
}
