import { currentContext } from "#app/_context";
import type { PlaygroundSetup } from "#components/prompts/playground/playground.client";
import { listDatasets } from "#lib/datasets";
import { listRuns } from "#lib/evaluation";
import { type Context, may } from "#lib/identity";
import { listModels } from "#lib/models";
import { listOfferedRoutes } from "#lib/routes";
import { getConversation, listConversations } from "#lib/playground";
import { isAppError } from "#platform/errors";
import { paths } from "#platform/paths";
import type { Conversation } from "#schema/playground";
import { addToDatasetAction } from "../../traffic/actions.ts";

/**
 * The models and datasets a playground offers; `here` is where one comes back to after signing in again.
 * The dataset a prompt was last run on comes first: its examples fit the variables.
 */
export async function playgroundSetup(
  project: string,
  here: string,
  { promptId, chat }: { promptId?: string | undefined; chat: string | null },
): Promise<PlaygroundSetup> {
  const ctx = await currentContext(project);
  const mayRun = may(ctx, "generation.create");
  const [models, routes, datasets, runs, conversation, conversations] = await Promise.all([
    listModels(ctx),
    listOfferedRoutes(ctx),
    listDatasets(ctx, { limit: 100 }),
    promptId ? listRuns(ctx, { promptId, limit: 1 }) : null,
    mayRun && chat !== null ? findConversation(ctx, chat) : null,
    mayRun ? listConversations(ctx, { promptId: promptId ?? null }) : [],
  ]);
  const ranOn = runs?.items[0]?.datasetId;
  const fitting = datasets.items.toSorted((a, b) => Number(b.id === ranOn) - Number(a.id === ranOn));
  return {
    project,
    models,
    routes,
    datasets: fitting.flatMap(({ latest }) =>
      latest
        ? [
            {
              datasetId: latest.datasetId,
              versionId: latest.id,
              name: latest.datasetName,
              number: latest.number,
              exampleCount: latest.exampleCount,
            },
          ]
        : [],
    ),
    mayRun,
    mayConnect: may(ctx, "connection.create"),
    signInHref: paths.signIn(here),
    here,
    conversation,
    conversations,
    addExample: may(ctx, "dataset.update") ? addToDatasetAction : null,
  };
}

/** The conversation of an address; one that is gone, or somebody else's, is none: the panes stand there empty. */
async function findConversation(ctx: Context, conversationId: string): Promise<Conversation | null> {
  try {
    return await getConversation(ctx, { conversationId });
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") return null;
    throw error;
  }
}
