import { type DataKind, endUserHash, holdData } from "#lib/governance";
import type { Context } from "#lib/identity";
import { userFields } from "./generations/end-user.ts";
import { generationsKind, rememberErased } from "./generations/log/unwanted.ts";
import type { GenerationFilter } from "./generations/schema.ts";
import { mostIds } from "./constants.ts";
import { telemetryStore } from "./store/open.ts";

/** More than this are not counted one by one. */
const countedAtMost = 1_000_000;
const pageSize = 500;

const calls: DataKind = {
  name: generationsKind,
  label: "Generations and their spans",
  retention: {
    minimumDays: 183,
    because: "Articles 19 and 26(6) of the EU AI Act have logs of high-risk systems kept for six months.",
    figures:
      "Sums, means and percentiles of whole days stay. Of a day that a span cuts, nothing is left to count.",
    count: async (ctx, before) => {
      const store = telemetryStore(ctx);
      return {
        all: await store.countGenerations(ctx.project, {}, countedAtMost),
        old: await store.countGenerations(ctx.project, { to: before }, countedAtMost),
      };
    },
    prune: (tx, before, limit) =>
      telemetryStore(tx).prune(tx.project, before.toISOString().slice(0, 10), limit),
  },
  callsOf,
  exportOf: async (ctx, person) => {
    if (person.kind !== "end_user") return [];
    const rows: Record<string, unknown>[] = [];
    for (const ids of chunksOf(person.calls)) {
      const found = await telemetryStore(ctx).readGenerations(ctx.project, ids);
      for (const { id, startedAt, model, input, variables, output, metadata } of found)
        rows.push({ id, startedAt, model, input, variables, output, metadata });
    }
    return rows.toSorted((a, b) => Number(a["startedAt"]) - Number(b["startedAt"]));
  },
  erase: async (tx, person) => {
    if (person.kind !== "end_user") return 0;
    await rememberErased(tx, person.hash);
    // What a log of calls brought in since they were looked for; from here on it brings in none of theirs.
    const calls = new Set([...person.calls, ...(await callsOf(tx, person.key))]);
    let removed = 0;
    for (const ids of chunksOf([...calls])) removed += await telemetryStore(tx).remove(tx.project, ids);
    return removed;
  },
};

async function callsOf(ctx: Context, key: string): Promise<string[]> {
  const hash = endUserHash(ctx.project, key);
  // By metadata too: calls of an older version have no hash.
  const filters: GenerationFilter[] = [
    ...(hash ? [{ endUserHash: hash }] : []),
    ...userFields.map((field) => ({ metadata: [`${field}=${key}`] })),
  ];
  const ids: string[] = [];
  for (const filter of filters)
    for await (const page of pagesOf(ctx, filter)) ids.push(...page.map(({ id }) => id));
  return ids;
}

async function* pagesOf(ctx: Context, filter: GenerationFilter) {
  let after: { startedAt: Date; id: string } | null = null;
  do {
    const page: { startedAt: Date; id: string }[] = await telemetryStore(ctx).listGenerations(
      ctx.project,
      filter,
      { limit: pageSize, after },
    );
    yield page;
    after = page.length === pageSize ? (page.at(-1) ?? null) : null;
  } while (after);
}

function chunksOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / mostIds) }, (_, index) =>
    ids.slice(index * mostIds, (index + 1) * mostIds),
  );
}

holdData("observability", [calls]);
