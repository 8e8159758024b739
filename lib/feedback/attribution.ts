import { setTimeout as wait } from "node:timers/promises";
import { type Context, systemContext } from "#lib/identity";
import { awaitStored, callScopes } from "#lib/observability";
import { getPromptVersion, resolvePrompt } from "#lib/prompts";
import { NotFound } from "#platform/errors";

/** The prompt version something is booked on and the scope of its call; null where the call named none, or none is named. */
export type Attribution = {
  promptId: string | null;
  promptVersionId: string | null;
  promptPath: string | null;
  promptVersionNumber: number | null;
  environment: string | null;
  source: string | null;
  /** The model that answered. */
  model: string | null;
  isSimulated: boolean;
};

export const nothingKnown: Attribution = {
  promptId: null,
  promptVersionId: null,
  promptPath: null,
  promptVersionNumber: null,
  environment: null,
  source: null,
  model: null,
  isSimulated: false,
};

/** How long another process's writer may take to store a generation it has answered already. */
const otherWriterMs = 150;

/**
 * The prompt version of a generation. A program that sends feedback often comes back before the batched
 * writer has stored the generation, so this waits for it; and it may send feedback without being allowed
 * to read generations, so the studio looks it up itself. Throws not_found.
 */
export async function attributionOfGeneration(ctx: Context, generationId: string): Promise<Attribution> {
  const reader = await reading(ctx);
  await awaitStored(generationId);
  const look = async () => (await callScopes(reader, { ids: [generationId] })).get(generationId);
  const call = (await look()) ?? (await wait(otherWriterMs).then(look));
  if (!call) throw new NotFound("generation");
  return call;
}

/** A version by its id, or by path and number (the latest without one). Throws not_found. */
export async function attributionOfVersion(
  ctx: Context,
  by: { versionId: string } | { path: string; version?: number | undefined },
): Promise<Attribution> {
  const reader = await reading(ctx);
  const version =
    "versionId" in by
      ? await getPromptVersion(reader, { versionId: by.versionId })
      : await resolvePrompt(reader, { path: by.path, ...(by.version ? { version: by.version } : {}) });
  return {
    promptId: version.promptId,
    promptVersionId: version.id,
    promptPath: version.promptPath,
    promptVersionNumber: version.number,
    environment: null,
    source: null,
    model: null,
    isSimulated: false,
  };
}

/** The same project, read by the studio itself. */
function reading(ctx: Context): Promise<Context> {
  return systemContext(ctx.db, ctx.project);
}
