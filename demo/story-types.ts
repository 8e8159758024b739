import type { applyPolicies } from "#lib/guardrails";
import type { getModelCard } from "#lib/models";
import type { Random } from "#platform/random";
import type { GenerationRecord } from "#schema/observability";
import type { PromptContent } from "#schema/prompts";
import type { Sample } from "./content/samples.ts";

export type SeededVersion = { id: string; number: number; content: PromptContent; isPinned?: boolean };

export type SeededPrompt = {
  id: string;
  path: string;
  /** Calls on a working day. */
  perDay: number;
  samples: Sample[];
  /** What production serves at the calendar's present. */
  serving?: SeededVersion;
  /** The version before, which some programs ask for by number until a day. */
  pinned?: { version: SeededVersion; share: number; untilDaysAgo: number };
};

/** What has happened so far; the lives read and write it. */
export type SeededState = {
  connection: { id: string; model: string };
  prompts: SeededPrompt[];
  calls: Call[];
  samples: Record<string, Sample[]>;
};

export type ModelCard = Awaited<ReturnType<typeof getModelCard>>;

export type Setting = {
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
