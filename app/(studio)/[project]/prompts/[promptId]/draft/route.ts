import { studioRoute } from "#app/_route";
import { saveDraft } from "#lib/prompts";
import { SaveDraftInput } from "#schema/prompts";

type DraftParams = { project: string; promptId: string };

/** Autosave: a route rather than an action, which would draw the page again every few seconds of typing. */
export const PUT = studioRoute<DraftParams>("draft.save", async ({ ctx, params, json }) => {
  const body = SaveDraftInput.omit({ promptId: true }).parse(await json());
  return Response.json(await saveDraft(ctx, { ...body, promptId: params.promptId }));
});
