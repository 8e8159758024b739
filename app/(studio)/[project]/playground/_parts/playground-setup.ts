import { currentContext } from "#app/_context";
import type { PlaygroundSetup } from "#components/prompts/playground/playground.client";
import { listDatasets } from "#lib/datasets";
import { listRuns } from "#lib/evaluation";
import { may } from "#lib/identity";
import { listModels } from "#lib/models";
import { paths } from "#platform/paths";

/**
 * The models and datasets a playground offers; `here` is where one comes back to after signing in again.
 * The dataset a prompt was last run on comes first: its examples fit the variables.
 */
export async function playgroundSetup(
  project: string,
  here: string,
  promptId?: string,
): Promise<PlaygroundSetup> {
  const ctx = await currentContext(project);
  const [models, datasets, runs] = await Promise.all([
    listModels(ctx),
    listDatasets(ctx, { limit: 100 }),
    promptId ? listRuns(ctx, { promptId, limit: 1 }) : null,
  ]);
  const ranOn = runs?.items[0]?.datasetId;
  const fitting = datasets.items.toSorted((a, b) => Number(b.id === ranOn) - Number(a.id === ranOn));
  return {
    project,
    models,
    datasets: fitting.flatMap(({ latest }) =>
      latest
        ? [
            {
              versionId: latest.id,
              name: latest.datasetName,
              number: latest.number,
              exampleCount: latest.exampleCount,
            },
          ]
        : [],
    ),
    mayRun: may(ctx, "generation.create"),
    mayConnect: may(ctx, "connection.create"),
    signInHref: paths.signIn(here),
  };
}
