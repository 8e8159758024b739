import { type Fetched, studioFetch } from "#components/form/studio-fetch";
import { paths } from "#platform/paths";
import type { DraftView, PromptContent } from "#schema/prompts";

export type DraftBody = {
  branch?: string;
  content: PromptContent;
  baseVersionId: string | null;
  expectedRevision: number;
};

/** Saves a draft by its route rather than an action: an action would draw the whole page again every few seconds. */
export function putDraft(project: string, promptId: string, draft: DraftBody): Promise<Fetched<DraftView>> {
  const body = JSON.stringify(draft);
  return studioFetch<DraftView>(`${paths.prompt(project, promptId)}/draft`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body,
    // Lets the last words reach the server when the page is left; browsers allow 64 kB for that.
    keepalive: body.length < 60_000,
  });
}
