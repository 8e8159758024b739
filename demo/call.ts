import type { applyPolicies } from "#lib/guardrails";
import type { getModelCard } from "#lib/models";
import type { Random } from "#platform/random";
import type { GenerationRecord } from "#schema/observability";
import type { Sample } from "./content/samples.ts";

export type ModelCard = Awaited<ReturnType<typeof getModelCard>>;

/** What a call is recorded with. */
export type CallSetting = {
  random: Random;
  card: ModelCard;
  /** What the policies leave of a value before it is stored. */
  redact<Value>(value: Value): { value: Value; findings: ReturnType<typeof applyPolicies>["findings"] };
  countTokens(text: string): number;
};

/** A call as it is recorded, and what a person would say about its answer. */
export type Call = {
  record: GenerationRecord & { id: string };
  endUser: string;
  path: string;
  sample: Sample;
  isGood: boolean;
  /** The good answer, with this call's own numbers. */
  correction: string;
};
