import { currentContext } from "#app/_context";
import type { PlaygroundSetup } from "#components/prompts/playground/playground.client";
import { listDatasets } from "#lib/datasets";
import { may } from "#lib/identity";
import { listModels } from "#lib/models";
import { paths } from "#platform/paths";

/** The models and datasets a playground offers; `here` is where one comes back to after signing in again. */
export async function playgroundSetup(project: string, here: string): Promise<PlaygroundSetup> {
  const ctx = await currentContext(project);
  const [models, datasets] = await Promise.all([listModels(ctx), listDatasets(ctx, { limit: 100 })]);
  return {
    project,
    models,
    datasets: datasets.items.flatMap(({ latest }) =>
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
