import { listDatasets } from "#lib/datasets";
import { listRuns, listSuites } from "#lib/evaluation";
import { type Context, requirePermission } from "#lib/identity";
import { searchPrompts } from "#lib/prompts";
import { listPromotions } from "#lib/releases";
import { listQueues } from "#lib/review";
import type { SearchHit } from "#schema/prompts";
import type { Found } from "./schema.ts";

/** How many of each kind are listed. */
const most = 5;
/** Prompts near in meaning fill the search's places, so more are asked for than are listed. */
const promptsAsked = 50;

/**
 * What a project has that fits a text: prompts by words and meaning; the rest by name, path or number ("run 12"),
 * newest first; at most five of a kind, kind by kind. Throws forbidden.
 */
export async function searchEverything(ctx: Context, text: string): Promise<Found[]> {
  requirePermission(ctx, "project.read");
  const query = text.trim().slice(0, 200);
  if (query === "") return [];
  const [prompts, datasets, suites, runs, queues, promotions] = await Promise.all([
    searchPrompts(ctx, { query, limit: promptsAsked }),
    listDatasets(ctx, { query, limit: most }),
    listSuites(ctx, { query, limit: most }),
    listRuns(ctx, { query, limit: most }),
    listQueues(ctx),
    listPromotions(ctx, { query, limit: most }),
  ]);
  const inName = ({ name }: { name: string }) => name.toLowerCase().includes(query.toLowerCase());
  return [
    ...byName(prompts.items, query.toLowerCase())
      .slice(0, most)
      .map(({ prompt: { id, path, latest } }) => named("prompt", { id, name: path }, `v${latest.number}`)),
    ...runs.items.map(({ id, number, promptPath, promptVersionNumber }) =>
      numbered("run", { id, number }, `${promptPath} v${promptVersionNumber}`),
    ),
    ...datasets.items.map((dataset) => named("dataset", dataset)),
    ...suites.items.map((suite) => named("suite", suite)),
    ...queues
      .filter(inName)
      .slice(0, most)
      .map((queue) => named("queue", queue)),
    ...promotions.items.map(({ id, number, promptPath, toVersionNumber, environmentName }) =>
      numbered("promotion", { id, number }, `${promptPath} v${toVersionNumber} to ${environmentName}`),
    ),
  ];
}

function named(kind: Found["kind"], { id, name }: { id: string; name: string }, note = ""): Found {
  return { kind, id, number: null, title: name, note };
}

function numbered(
  kind: "run" | "promotion",
  { id, number }: { id: string; number: number },
  note: string,
): Found {
  return { kind, id, number, title: `${kind === "run" ? "Run" : "Promotion"} ${number}`, note };
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
