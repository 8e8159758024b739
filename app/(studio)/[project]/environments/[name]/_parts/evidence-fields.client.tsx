"use client";

import { keyOfTarget } from "#client/routes";
import type { EvidenceDemand } from "#schema/releases";
import { Field } from "#ui/field";
import { NativeSelect } from "#ui/native-select";
import type { Option } from "#ui/select";
import { Figure, Percent } from "./figure.client.tsx";

/** What a gate's evidence can name; a model's or route's value is `keyOfTarget` of it. */
export type EvidenceChoices = {
  suites: readonly Option[];
  datasets: readonly Option[];
  models: readonly (Option & { target: NonNullable<EvidenceDemand["target"]> })[];
};

type Props = {
  evidence: EvidenceDemand;
  choices: EvidenceChoices;
  onChange: (next: EvidenceDemand) => void;
};

/** Which runs count at all: suite, dataset, model, how many cases, how many of them lost. */
export function EvidenceFields({ evidence, choices, onChange }: Props) {
  return (
    <>
      <Choice
        label="Suite"
        none="the prompt's benchmark, else any"
        options={choices.suites}
        value={evidence.suiteId}
        onChange={(suiteId) => onChange({ ...evidence, suiteId })}
      />
      <Choice
        label="Dataset"
        none="the prompt's benchmark, else any"
        options={choices.datasets}
        value={evidence.datasetId}
        onChange={(datasetId) => onChange({ ...evidence, datasetId })}
      />
      <Field label="Version of the dataset">
        <NativeSelect
          value={evidence.datasetVersion}
          onChange={(event) => onChange({ ...evidence, datasetVersion: versionOf(event.target.value) })}
        >
          <option value="newest_at_start">the newest when the run began</option>
          <option value="newest">the newest of all</option>
          <option value="any">any</option>
        </NativeSelect>
      </Field>
      <Choice
        label="Model or route"
        none="what the version is served by, else any, the same for both"
        options={choices.models}
        value={evidence.target && keyOfTarget(evidence.target)}
        onChange={(key) =>
          onChange({
            ...evidence,
            target: choices.models.find(({ value }) => value === key)?.target ?? null,
          })
        }
      />
      <Figure
        path="leastCases"
        label="Judged cases at least"
        value={evidence.leastCases}
        onChange={(leastCases) => onChange({ ...evidence, leastCases: leastCases ?? 0 })}
        hint="in both runs; never under 10"
      />
      <Percent
        path="failedShare"
        label="Failed calls at most"
        value={evidence.failedShare}
        onChange={(failedShare) => onChange({ ...evidence, failedShare: failedShare ?? 0 })}
      />
      <Percent
        path="unjudgedShare"
        label="Unjudged answers at most"
        value={evidence.unjudgedShare}
        onChange={(unjudgedShare) => onChange({ ...evidence, unjudgedShare: unjudgedShare ?? 0 })}
      />
    </>
  );
}

type ChoiceProps = {
  label: string;
  none: string;
  options: readonly Option[];
  value: string | null;
  onChange: (value: string | null) => void;
};

function Choice({ label, none, options, value, onChange }: ChoiceProps) {
  // What is archived or gone stays what the gate asks for until somebody chooses again.
  const isKnown = value === null || options.some((option) => option.value === value);
  return (
    <Field label={label}>
      <NativeSelect value={value ?? ""} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">{none}</option>
        {isKnown ? null : <option value={value}>no longer offered</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}

function versionOf(value: string): EvidenceDemand["datasetVersion"] {
  return value === "newest" || value === "any" ? value : "newest_at_start";
}
