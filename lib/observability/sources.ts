import { z } from "zod";

/**
 * Who asked for a generation: a program (api), a person trying (playground, review), a run's cases (run) and its judges
 * (judge), a batch, or the studio itself (seed; test of a connection). Programs' calls for vectors (embedding) and
 * judgements (moderation) have sources of their own: a figure of answers, whose source is api, counts none of them.
 */
export const generationSources = [
  "api",
  "playground",
  "run",
  "judge",
  "batch",
  "review",
  "seed",
  "test",
  "embedding",
  "moderation",
] as const;
export const GenerationSource = z.enum(generationSources);
export type GenerationSource = z.infer<typeof GenerationSource>;
