import { listDatasets } from "#lib/datasets";
import { listRuns, listSuites } from "#lib/evaluation";
import { findKpis } from "#lib/feedback";
import { listPolicies } from "#lib/guardrails";
import { type Context, may, requirePermission } from "#lib/identity";
import { listConnections } from "#lib/models";
import { searchPrompts } from "#lib/prompts";
import { findEnvironments, listPromotions } from "#lib/releases";
import { findQueues } from "#lib/review";
import { listRoutes } from "#lib/routes";
import type { Permission } from "#constants/identity";
import type { SearchHit } from "#schema/prompts";
import type { Found, FoundKind } from "./schema.ts";

/** How many of each kind are listed. */
const most = 5;
/** Prompts near in meaning fill the search's places, so more are asked for than are listed. */
const promptsAsked = 50;

/**
 * What a project has that fits a text: prompts by words and meaning; the rest by name, path, model or number ("run 12"),
 * newest first or by name; at most five of a kind, kind by kind. Kinds that somebody may not read are left out. Throws
 * forbidden.
 */
export async function searchEverything(ctx: Context, text: string): Promise<Found[]> {
  requirePermission(ctx, "project.read");
  const query = text.trim().slice(0, 200);
  if (query === "") return [];
  const found = await Promise.all(
    kinds.map(async ({ kind, permission, find }) => {
      if (!may(ctx, permission)) return [];
      const things = await find(ctx, query);
      return things.slice(0, most).map((thing): Found => ({ kind, note: "", ...thing }));
    }),
  );
  return found.flat();
}

type Kind = {
  kind: FoundKind;
  permission: Permission;
  find: (ctx: Context, query: string) => Promise<(Pick<Found, "key" | "title"> & { note?: string })[]>;
};

const kinds: readonly Kind[] = [
  {
    kind: "prompt",
    permission: "prompt.read",
    find: async (ctx, query) => {
      const { items } = await searchPrompts(ctx, { query, limit: promptsAsked });
      return byName(items, query.toLowerCase()).map(({ prompt: { id, path, latest } }) => ({
        key: id,
        title: path,
        note: `v${latest.number}`,
      }));
    },
  },
  {
    kind: "run",
    permission: "run.read",
    find: async (ctx, query) => {
      const { items } = await listRuns(ctx, { query, limit: most });
      return items.map(({ id, number, promptPath, promptVersionNumber }) => ({
        key: id,
        title: `Run ${number}`,
        note: `${promptPath} v${promptVersionNumber}`,
      }));
    },
  },
  {
    kind: "dataset",
    permission: "dataset.read",
    find: async (ctx, query) => (await listDatasets(ctx, { query, limit: most })).items.map(named),
  },
  {
    kind: "suite",
    permission: "suite.read",
    find: async (ctx, query) => (await listSuites(ctx, { query, limit: most })).items.map(named),
  },
  {
    kind: "queue",
    permission: "queue.read",
    find: async (ctx, query) => (await findQueues(ctx, { query, limit: most })).map(named),
  },
  {
    kind: "promotion",
    permission: "promotion.read",
    find: async (ctx, query) => {
      const { items } = await listPromotions(ctx, { query, limit: most });
      return items.map(({ number, promptPath, toVersionNumber, environmentName }) => ({
        key: String(number),
        title: `Promotion ${number}`,
        note: `${promptPath} v${toVersionNumber} to ${environmentName}`,
      }));
    },
  },
  {
    kind: "environment",
    permission: "environment.read",
    find: async (ctx, query) => {
      const names = await findEnvironments(ctx, { query, limit: most });
      return names.map((name) => ({ key: name, title: name }));
    },
  },
  {
    kind: "KPI",
    permission: "kpi.read",
    find: async (ctx, query) => {
      const found = await findKpis(ctx, { query, limit: most });
      return found.map(({ key, name }) => ({ key, title: name }));
    },
  },
  {
    kind: "policy",
    permission: "policy.read",
    find: async (ctx, query) => (await listPolicies(ctx)).filter(({ name }) => holds(name, query)).map(named),
  },
  {
    kind: "route",
    permission: "route.read",
    find: async (ctx, query) => (await listRoutes(ctx)).filter(({ name }) => holds(name, query)).map(named),
  },
  {
    kind: "connection",
    permission: "connection.read",
    find: async (ctx, query) => {
      const connections = await listConnections(ctx);
      return connections.flatMap((connection) => {
        if (holds(connection.name, query)) return [named(connection)];
        const model = connection.models.find(({ name }) => holds(name, query));
        return model ? [{ ...named(connection), note: model.name }] : [];
      });
    },
  },
];

const named = ({ id, name }: { id: string; name: string }) => ({ key: id, title: name });

const holds = (name: string, query: string) => name.toLowerCase().includes(query.toLowerCase());

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
