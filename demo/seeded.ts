import type { PromptContent } from "#schema/prompts";
import type { Call } from "./call.ts";
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

/** What has happened so far; the timelines read and write it. */
export type SeededState = {
  connection: { id: string; model: string };
  prompts: SeededPrompt[];
  calls: Call[];
  samples: Record<string, Sample[]>;
};
