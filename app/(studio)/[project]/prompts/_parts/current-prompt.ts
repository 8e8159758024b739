import { notFound } from "next/navigation";
import { cache } from "react";
import { ZodError } from "zod";
import { currentContext } from "#app/_context";
import { getPrompt } from "#lib/prompts";
import { isAppError } from "#platform/errors";
import { isId } from "#platform/is-id";
import type { PromptView } from "#schema/prompts";

/** The prompt of the address, read once for layout and page. Shows "not found" for unknown and foreign ones. */
export const currentPrompt = cache(async (project: string, promptId: string): Promise<PromptView> => {
  const ctx = await currentContext(project);
  if (!isId(promptId)) notFound();
  return readOrNotFound(() => getPrompt(ctx, { promptId }));
});

/** Reads what an address names; shows "not found" where there is no such thing, or no name that one could have. */
export async function readOrNotFound<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    if ((isAppError(error) && error.code === "not_found") || error instanceof ZodError) notFound();
    throw error;
  }
}
