import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { runs } from "#db/schema/evaluation";
import { createTenant, type Tenant } from "#testing";
import type { Context } from "#lib/identity";
import { findComparableRuns } from "../comparisons/find.ts";
import { postRun } from "../external/post.ts";
import type { PostRunInput } from "../external/schema.ts";
import { cancelRun } from "./cancel.ts";
import { measureRun } from "./measure.ts";
import { getRun, getRunProgress, listRuns } from "./read.ts";

/** The policy of new projects stores names; who may not read personal data must not see them. */
const said = "My name is Anna Schmidt.";
let tenant: Tenant;
let runId: string;
/** A program that may start runs, with a key of somebody who may not read personal data any more. */
let program: Context;

const posted = (id: string): PostRunInput => ({
  id,
  program: "rag-bot",
  cases: [
    { inputs: { text: "one" }, output: "a", scores: [{ name: "Right", value: 1 }] },
    { inputs: { text: "two" }, output: "b", scores: [{ name: "Right", value: null, reasoning: said }] },
  ],
});

beforeAll(async () => {
  tenant = await createTenant();
  runId = (await postRun(tenant.ctx, posted("one"))).id;
  await postRun(tenant.ctx, posted("two"));
  await tenant.ctx.db.update(runs).set({ error: said }).where(eq(runs.projectId, tenant.projectId));
  program = {
    ...tenant.ctx,
    actor: { kind: "api_key", id: "key", name: "ci", scopes: ["evaluations:write"], isMasked: true },
  };
});

const reads: Record<string, (ctx: Context) => unknown> = {
  getRun: (ctx) => getRun(ctx, { runId }),
  listRuns: (ctx) => listRuns(ctx),
  getRunProgress: (ctx) => getRunProgress(ctx, { runId }),
  findComparableRuns: (ctx) => findComparableRuns(ctx, { runId }),
  measureRun: (ctx) => measureRun(ctx, { runId }),
};
const acts: typeof reads = {
  postRun: (ctx) => postRun(ctx, posted("one")),
  cancelRun: (ctx) => cancelRun(ctx, { runId }),
};

describe("what evaluators and providers said of a run", () => {
  it.each(Object.entries({ ...reads, ...acts }))("is read by an engineer through %s", async (_, read) => {
    expect(JSON.stringify(await read(tenant.ctx))).toContain("Schmidt");
  });
  it.each(Object.entries(reads))("is masked for a viewer by %s", async (_, read) => {
    const answer = JSON.stringify(await read(await tenant.as("viewer")));
    expect(answer).toContain("[person]");
    expect(answer).not.toContain("Schmidt");
  });
  it.each(Object.entries(acts))("is masked for a program of somebody who may not by %s", async (_, act) => {
    const answer = JSON.stringify(await act(program));
    expect(answer).toContain("[person]");
    expect(answer).not.toContain("Schmidt");
  });
});
