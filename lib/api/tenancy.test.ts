import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import * as budgets from "#lib/budgets";
import * as datasets from "#lib/datasets";
import * as downloads from "#lib/downloads";
import * as evaluation from "#lib/evaluation";
import * as feedback from "#lib/feedback";
import * as files from "#lib/files";
import * as generation from "#lib/generation";
import * as governance from "#lib/governance";
import * as guardrails from "#lib/guardrails";
import * as identity from "#lib/identity";
import type { Context } from "#lib/identity";
import * as loop from "#lib/loop";
import * as models from "#lib/models";
import * as observability from "#lib/observability";
import * as playground from "#lib/playground";
import * as prompts from "#lib/prompts";
import * as releases from "#lib/releases";
import * as requests from "#lib/requests";
import * as review from "#lib/review";
import * as routes from "#lib/routes";
import { type ForeignIds, fillProject, secret } from "./tenancy.testing.ts";
import { ownOnly, refused, silent } from "./tenancy-verbs.testing.ts";

const rooms = {
  identity,
  governance,
  downloads,
  files,
  requests,
  models,
  routes,
  budgets,
  guardrails,
  prompts,
  datasets,
  observability,
  generation,
  playground,
  evaluation,
  review,
  feedback,
  releases,
  loop,
};
/** Relations that another room joins: each is walked whole. */
const relations = {
  "prompts.versionRelation": prompts.versionRelation,
  "datasets.datasetVersionRelation": datasets.datasetVersionRelation,
  "datasets.exampleRelation": datasets.exampleRelation,
};

type Verb = (ctx: Context, input: unknown) => unknown;

function findVerb(name: string): Verb {
  const [room = "", verb = ""] = name.split(".");
  const found = (rooms as unknown as Record<string, Record<string, Verb>>)[room]?.[verb];
  if (!found) throw new Error(`${name} is no longer exported; take it out of this table`);
  return found;
}

/** Every exported function that takes a context first. */
function exportedVerbs(): string[] {
  return Object.entries(rooms).flatMap(([room, door]) =>
    Object.entries(door)
      .filter(
        ([, value]) =>
          typeof value === "function" && /^(async )?function\s*\*?\s*\w*\(\s*(ctx|tx)\b/.test(String(value)),
      )
      .map(([name]) => `${room}.${name}`),
  );
}

let stranger: Context;
let theirs: Context;
let ids: ForeignIds;

beforeAll(async () => {
  const [other, ours]: [Tenant, Tenant] = [await createTenant(), await createTenant()];
  ids = await fillProject(other);
  theirs = other.ctx;
  stranger = await ours.as("owner");
});

describe("another project's things", () => {
  it("have every id they need for this test", () => {
    expect(Object.entries(ids).filter(([, id]) => id === "")).toEqual([]);
  });

  it("are walked by every exported verb", () => {
    const known = new Set([
      ...Object.keys(refused),
      ...Object.keys(silent),
      ...Object.keys(relations),
      ...ownOnly,
    ]);
    expect(exportedVerbs().filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(Object.keys(refused))("are not found by %s", async (name) => {
    const call = async () => {
      const result = findVerb(name)(stranger, refused[name]?.(ids));
      if (result && typeof result === "object" && Symbol.asyncIterator in result)
        for await (const _part of result as AsyncIterable<unknown>) break;
      return result;
    };
    const error = await call().then(
      (value) => ({ answered: value }),
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "not_found" });
    expect(String((error as Error).message)).not.toContain(secret);
  });

  it.each(Object.keys(silent))("do not show through %s", async (name) => {
    const result = (await findVerb(name)(stranger, silent[name]?.(ids))) ?? null;
    // A map or a set says nothing of what is in it by itself.
    const answer = JSON.stringify(result, (_key, value: unknown) =>
      value instanceof Map || value instanceof Set ? [...value] : value,
    );
    expect(answer).not.toContain(secret);
    for (const id of Object.values(ids)) expect(answer).not.toContain(id);
  });

  it.each(Object.entries(relations))("are in no row of %s, which has the caller's own", async (_name, of) => {
    const answer = JSON.stringify(await stranger.db.select().from(of(stranger)));
    expect(answer).not.toContain(secret);
    for (const id of Object.values(ids)) expect(answer).not.toContain(id);
    expect((await theirs.db.select().from(of(theirs))).length).toBeGreaterThan(0);
  });
});
