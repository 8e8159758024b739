import { paths } from "#platform/paths";
import type { DraftView, PromptContent } from "#schema/prompts";
import { lostConnection, type Outcome, type FormProblem } from "./act.tsx";

export type DraftBody = { content: PromptContent; baseVersionId: string | null; expectedRevision: number };

/** Saves a draft by its route rather than an action: an action would draw the whole page again every few seconds. */
export async function putDraft(
  project: string,
  promptId: string,
  body: DraftBody,
): Promise<Outcome<DraftView>> {
  try {
    const response = await fetch(`${paths.prompt(project, promptId)}/draft`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      // Lets the last words reach the server when the page is left; browsers allow 64 kB for that.
      keepalive: JSON.stringify(body).length < 60_000,
    });
    return response.ok
      ? { data: (await response.json()) as DraftView, trouble: null }
      : { data: null, trouble: await readTrouble(response) };
  } catch (error) {
    return { data: null, trouble: lostConnection(error) };
  }
}

/** What a studio route says went wrong; a page of HTML from a proxy says nothing usable. */
export async function readTrouble(response: Response): Promise<FormProblem> {
  try {
    return (await response.json()) as FormProblem;
  } catch (error) {
    return lostConnection(error);
  }
}
