import { z } from "zod";
import { Folder } from "../content/path.ts";
import { LabelName } from "../labels/schema.ts";
import type { PromptSummary } from "../registry/schema.ts";

export const SearchPromptsInput = z.object({
  query: z.string().trim().min(1).max(500),
  /** Only prompts in this folder and below; empty is all. */
  folder: Folder.default(""),
  /** Only prompts with this label. */
  label: LabelName.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type SearchPromptsInput = z.input<typeof SearchPromptsInput>;

export const NearDuplicatesInput = z.object({
  /** Cosine similarity from which two prompts count as near duplicates. */
  threshold: z.number().min(0).max(1).default(0.9),
  limit: z.number().int().min(1).max(200).default(50),
});
export type NearDuplicatesInput = z.input<typeof NearDuplicatesInput>;

export type SearchHit = {
  prompt: PromptSummary;
  score: number;
  matchedBy: ("text" | "meaning")[];
  similarity: number | null;
  /** Why its words were found: the part they stand in, and a piece of it, cut into what matched and what did not. */
  excerpt: SearchExcerpt | null;
};
export type SearchExcerpt = {
  place: "name" | "description" | "text" | "history";
  pieces: { text: string; isMatch: boolean }[];
};

/** `meaning` says whether search by meaning took part, and if not, why. */
export type SearchResult = {
  items: SearchHit[];
  meaning: { available: true; model: string } | { available: false; reason: string };
};
