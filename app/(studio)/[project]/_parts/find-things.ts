import type { PaletteHit } from "#components/shell/palette.client";
import { listDatasets } from "#lib/datasets";
import { listRuns, listSuites } from "#lib/evaluation";
import type { Context } from "#lib/identity";
import { searchPrompts } from "#lib/prompts";
import { listPromotions } from "#lib/releases";
import { listQueues } from "#lib/review";
import { paths } from "#platform/paths";
import type { SearchHit } from "#schema/prompts";

const most = 5;
const recent = 50;

/** What the palette finds for a text: prompts by words and meaning; the rest by name, path or number, newest first. */
export async function findThings(ctx: Context, project: string, query: string): Promise<PaletteHit[]> {
  const wanted = query.toLowerCase();
  const named = (...names: string[]) => names.some((name) => name.toLowerCase().includes(wanted));
  const [prompts, datasets, suites, runs, queues, promotions] = await Promise.all([
    searchPrompts(ctx, { query, limit: recent }),
    listDatasets(ctx, { query, limit: most }),
    listSuites(ctx, { query, limit: most }),
    listRuns(ctx, { limit: recent }),
    listQueues(ctx),
    listPromotions(ctx, { limit: recent }),
  ]);
  const hits: PaletteHit[][] = [
    byName(prompts.items, wanted).map(({ prompt }) => ({
      id: prompt.id,
      kind: "prompt",
      title: prompt.path,
      note: `v${prompt.latest.number}`,
      href: paths.prompt(project, prompt.id),
    })),
    runs.items
      .filter((run) => named(`run ${run.number}`, run.promptPath, run.datasetName))
      .map((run) => ({
        id: run.id,
        kind: "run",
        title: `Run ${run.number}`,
        note: `${run.promptPath} v${run.promptVersionNumber}`,
        href: paths.run(project, run.id),
      })),
    datasets.items.map((dataset) => ({
      id: dataset.id,
      kind: "dataset",
      title: dataset.name,
      href: paths.dataset(project, dataset.id),
    })),
    suites.items.map((suite) => ({
      id: suite.id,
      kind: "suite",
      title: suite.name,
      href: paths.suite(project, suite.id),
    })),
    queues
      .filter((queue) => named(queue.name))
      .map((queue) => ({
        id: queue.id,
        kind: "queue",
        title: queue.name,
        href: paths.queue(project, queue.id),
      })),
    promotions.items
      .filter((promotion) => named(`promotion ${promotion.number}`, promotion.promptPath))
      .map((promotion) => ({
        id: promotion.id,
        kind: "promotion",
        title: `Promotion ${promotion.number}`,
        note: `${promotion.promptPath} v${promotion.toVersionNumber} to ${promotion.environmentName}`,
        href: paths.promotion(project, promotion.number),
      })),
  ];
  return hits.flatMap((kind) => kind.slice(0, most));
}

/** Prompts whose path has a word that begins so, then those that hold the text, then those only near in meaning. */
function byName(hits: readonly SearchHit[], wanted: string): SearchHit[] {
  const rank = ({ prompt, matchedBy }: SearchHit) => {
    const words = prompt.path.toLowerCase().split(/[/_.-]/);
    if (words.some((word) => word.startsWith(wanted)) || prompt.path.toLowerCase().startsWith(wanted))
      return 0;
    return matchedBy.includes("text") ? 1 : 2;
  };
  return hits.toSorted((a, b) => rank(a) - rank(b));
}
