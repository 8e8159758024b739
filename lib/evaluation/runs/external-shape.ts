import { z } from "zod";

/** What a run says that another program made: what was evaluated, in which version, what answered, and its own id of it. */
export type ExternalRun = { id: string; program: string; version: string; model: string };

/** As it is kept: with a hash of what was posted. */
export const KeptExternal = z.object({
  id: z.string(),
  program: z.string(),
  version: z.string(),
  model: z.string(),
  hash: z.string(),
});
export type KeptExternal = z.infer<typeof KeptExternal>;
