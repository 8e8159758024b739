import { listDatasets } from "#lib/datasets";
import { listSuites } from "#lib/evaluation";
import type { Context } from "#lib/identity";
import { listModels } from "#lib/models";
import { listOfferedRoutes } from "#lib/routes";
import { targetLabel } from "#client/routes";
import type { PinnedTarget } from "#schema/routes";

export type BenchmarkChoices = {
  datasets: { id: string; name: string }[];
  suites: { id: string; name: string }[];
  models: { target: PinnedTarget; name: string }[];
};

/** What a benchmark can be pinned to: the newest states of datasets and suites, and the models and routes that are not simulated. */
export async function benchmarkChoices(ctx: Context): Promise<BenchmarkChoices> {
  const [datasets, suites, models, routes] = await Promise.all([
    listDatasets(ctx, { limit: 200 }),
    listSuites(ctx, { limit: 200 }),
    listModels(ctx),
    listOfferedRoutes(ctx),
  ]);
  return {
    datasets: datasets.items.flatMap(({ latest }) =>
      latest && latest.exampleCount > 0
        ? [{ id: latest.id, name: `${latest.datasetName}@${latest.number}` }]
        : [],
    ),
    suites: suites.items.map(({ name, latest }) => ({ id: latest.id, name: `${name}@${latest.number}` })),
    models: [
      ...models.flatMap(({ connectionId, model, label, isSimulated }) =>
        isSimulated ? [] : [{ target: { connectionId, model }, name: label }],
      ),
      ...routes.flatMap(({ routeId, version, name, isSimulated }) =>
        isSimulated ? [] : [{ target: { routeId, version }, name: targetLabel({ routeId, version, name }) }],
      ),
    ],
  };
}
