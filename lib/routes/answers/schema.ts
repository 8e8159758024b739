import { z } from "zod";
import { Flag } from "#platform/flag";
import { PageInput } from "#platform/pagination";
import { ModelTarget } from "#schema/models";

/** An answer of a route that is given again to the same call, with the generation it was made by. */
export const CachedAnswer = z.object({
  generationId: z.uuid(),
  target: ModelTarget,
  output: z.string(),
  reasoning: z.string(),
  refusal: z.string().nullable(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
  finishReason: z.enum(["stop", "tool_calls"]),
});
export type CachedAnswer = z.output<typeof CachedAnswer>;

/** An answer as it is found, and when it was kept. */
export type FoundAnswer = { answer: CachedAnswer; keptAt: Date };

/** What a question means, and everything else that decides its answer: answers to others of one scope may be given to it. */
export type AnswerMeaning = { scopeKey: string; vector: number[]; model: string };

/** A kept answer to a question near another, with the cosine of both. */
export type SimilarAnswer = FoundAnswer & { question: string; cosine: number };

const tag = z
  .string()
  .regex(/^[^=]{1,64}=.{0,200}$/s, "Write it as key=value, at most 64 and 200 characters.")
  .refine((pair) => !pair.includes("\0") && pair.isWellFormed(), "It holds a character that no text has.");

/** Of a route's kept answers all, or those that fulfil everything that is named. */
export const ForgetAnswersInput = z.object({
  routeId: z.uuid(),
  generationId: z.uuid().optional().describe("The answer that this generation made."),
  promptId: z.uuid().optional().describe("Answers to calls of this prompt."),
  versionId: z.uuid().optional().describe("Answers to calls of this version of a prompt."),
  tag: tag
    .optional()
    .describe("`key=value`: answers to calls whose metadata said so; of several calls the one that made it."),
  endUser: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .optional()
    .describe("Answers to calls of this end user, as calls name it by `user`."),
  keepPinned: z.boolean().default(false).describe("Pinned answers stay."),
});
export type ForgetAnswersInput = z.input<typeof ForgetAnswersInput>;

export const ListCachedAnswersInput = PageInput.extend({
  routeId: z.uuid(),
  text: z.string().trim().max(200).optional().describe("In the question or the answer, whatever its case."),
  pinned: Flag.optional().describe("Only pinned ones, or only others."),
});
export type ListCachedAnswersInput = z.input<typeof ListCachedAnswersInput>;

/** An answer that a route gives again, as a list shows it. */
export type KeptAnswer = {
  /** The call that made it. */
  generationId: string;
  model: string;
  /** The last user message; null for what an older version kept. */
  question: string | null;
  /** The first 200 characters; empty where the answer calls tools. */
  outputPreview: string;
  promptId: string | null;
  promptVersionId: string | null;
  metadata: Record<string, unknown> | null;
  keptAt: Date;
  /** When its time is over; a pinned one is given beyond it. */
  expiresAt: Date;
  pinnedAt: Date | null;
  pinnedByName: string | null;
};

export const PinAnswerInput = z.object({ generationId: z.uuid(), isPinned: z.boolean().default(true) });
export type PinAnswerInput = z.input<typeof PinAnswerInput>;

export const FindKeptAnswerInput = z.object({ generationId: z.uuid() });
export type FindKeptAnswerInput = z.input<typeof FindKeptAnswerInput>;
