import { closeDatabase, database } from "#db";
import { type Context, contextForApiKey } from "#lib/identity";
import { closePools } from "#lib/models";
import { flushGenerations } from "#lib/observability";

export { resolvePrompt } from "#lib/prompts";
export { generate, streamGeneration } from "../generate.ts";
export { generateWithTools } from "../tool-loop.ts";
export { toCallOptions, toChatPromptTemplate } from "./prompt-template.ts";
export { routeModel } from "./route-model.ts";

/** A project of this installation's database, open to a program. */
export type OpenProject = {
  ctx: Context;
  /** Waits for what is being recorded, then closes connections and database. */
  close(): Promise<void>;
};

/**
 * What a program begins with that imports this package (`valueloop/langchain`): the project of an API key, in the database
 * that DATABASE_URL or VALUELOOP_DATA_DIR names. A data folder is one process's at a time; on PostgreSQL the studio may
 * run beside. Throws unauthenticated.
 */
export async function openProject({ apiKey }: { apiKey: string }): Promise<OpenProject> {
  const { db } = await database();
  return {
    ctx: await contextForApiKey(db, { secret: apiKey }),
    close: async () => {
      await flushGenerations();
      await closePools();
      await closeDatabase();
    },
  };
}
