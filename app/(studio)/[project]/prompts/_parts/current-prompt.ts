import { cache } from "react";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { getPrompt } from "#lib/prompts";
import type { PromptView } from "#schema/prompts";

/** The prompt of the address, read once for layout and page. Shows "not found" for unknown and foreign ones. */
export const currentPrompt = cache(async (project: string, promptId: string): Promise<PromptView> => {
  const ctx = await currentContext(project);
  return getPrompt(ctx, { promptId }).catch(orNotFound);
});
