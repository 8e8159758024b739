import { beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "#db";
import { createTenant, type Tenant } from "#testing";
import { savePolicy } from "#lib/guardrails";
import { createConnection } from "#lib/models";
import { getPromptVersion, saveVersion, setLabel } from "#lib/prompts";
import { archiveRoute, createRoute, saveRoute } from "#lib/routes";
import { newId } from "#platform/ids";
import type { ModelTarget } from "#schema/models";
import type { ModelOrRoute, NamedRoute, RouteDefinitionInput } from "#schema/routes";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";
import { updateGate } from "../environments/update-gate.ts";
import { listEnvironments } from "../environments/read.ts";
import { describeEvidence } from "./describe.ts";
import { previewGate } from "./preview.ts";

let tenant: Tenant;
let admin: Awaited<ReturnType<Tenant["as"]>>;
let m: ModelTarget;
let n: ModelTarget;
const right = Array.from({ length: 200 }, () => true);

beforeAll(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
  const { id } = await createConnection(admin, {
    name: "models",
    kind: "openai_compatible",
    baseUrl: "https://models.example/v1",
    apiKey: "key",
    models: ["m", "n"],
  });
  [m, n] = [
    { connectionId: id, model: "m" },
    { connectionId: id, model: "n" },
  ];
  await updateGate(admin, { environment: "production", gate: { conditions: [{ kind: "suite_passed" }] } });
});

async function route(definition: RouteDefinitionInput): Promise<NamedRoute> {
  const name = `r${newId().slice(-8)}`;
  const { id: routeId } = await createRoute(admin, { name, definition });
  return { routeId, name, version: 1 };
}
const plain = ({ routeId, version }: NamedRoute) => ({ routeId, version });

/** Version 1 is served, version 2 is to follow; both by what is named, or by nothing of their own. */
async function open(by?: ModelOrRoute) {
  const { promptId, v1: bare } = await buildPrompt(tenant, ["one"]);
  const { content } = await getPromptVersion(tenant.ctx, { versionId: bare });
  const save = async (text: string) => {
    const next = { ...content, text, settings: by ? { model: by } : {} };
    return (await saveVersion(tenant.ctx, { promptId, content: next, message: text })).version.id;
  };
  const [v1, v2] = [await save("two"), await save("three")];
  await inTransaction(tenant.ctx, (tx) => setLabel(tx, { promptId, name: "production", versionId: v1 }));
  const benchmark = await buildBenchmark(tenant, 200);
  return {
    v1,
    v2,
    run: (versionId: string, more: Partial<Parameters<typeof buildRun>[2]>) =>
      buildRun(tenant, benchmark, { promptId, versionId, passes: right, ...more }),
    line: async (model: ModelOrRoute | null = null) => {
      const { conditions } = await previewGate(tenant.ctx, {
        versionId: v2,
        environment: "production",
        model,
      });
      return conditions[0];
    },
    preview: (model: ModelOrRoute | null = null) =>
      previewGate(tenant.ctx, { versionId: v2, environment: "production", model }),
  };
}

describe("the evidence for a version that is served by a route", () => {
  it("is runs through that version of the route, and it is named in the line and in what is stored", async () => {
    const asked = await route({ targets: [m, { ...n, order: 1 }] });
    const story = await open(plain(asked));
    await story.run(story.v1, { route: asked });
    await story.run(story.v2, { route: asked });
    const { conditions, runs, evidence } = await story.preview();
    expect(conditions[0]).toMatchObject({ status: "met" });
    expect(conditions[0]?.sentence).toContain(`route ${asked.name}@1 on tickets`);
    const called = {
      connectionId: null,
      routeId: asked.routeId,
      routeVersion: 1,
      model: `route ${asked.name}@1`,
    };
    expect(runs).toMatchObject({ candidate: called, baseline: called });
    expect(evidence).toMatchObject({ gate: { evidence: { target: plain(asked) } } });
  });

  it("is no run of one of its models, through another version of it, or through another route", async () => {
    const asked = await route({ targets: [m, { ...n, order: 1 }] });
    const other = await route({ targets: [m, { ...n, order: 1 }] });
    const story = await open(plain(asked));
    const others: [Partial<Parameters<typeof buildRun>[2]>, string][] = [
      [
        { connectionId: m.connectionId, model: "m" },
        `called m, not route ${asked.name}@1, which asks m and n`,
      ],
      [
        { connectionId: m.connectionId, model: "m", fallbacks: [n] },
        `called m, not route ${asked.name}@1, which asks m and n`,
      ],
      [{ route: { ...asked, version: 2 } }, `called route ${asked.name}@2, not route ${asked.name}@1`],
      [{ route: other }, `called route ${other.name}@1, not route ${asked.name}@1`],
    ];
    for (const [more, why] of others) {
      await story.run(story.v1, more);
      await story.run(story.v2, more);
      const line = await story.line();
      expect(line).toMatchObject({ status: "unmet" });
      expect(line?.sentence).toContain(why);
    }
  });

  it(
    "is a run of the one model it asks, where the route does nothing else to its answers",
    { timeout: 120_000 },
    async () => {
      const only = { connectionId: m.connectionId, model: "m" };
      const rules = { blocklist: [{ term: "refund", action: "block" as const }] };
      const { id: policyId } = await savePolicy(admin, { name: "Refunds", rules });
      const definitions: [RouteDefinitionInput, boolean, string][] = [
        [{ targets: [m], timeoutMs: 9_000, cache: { ttlSeconds: 60 } }, true, "m on tickets"],
        [{ targets: [m], policyIds: [policyId] }, false, "which asks m and has policies of its own"],
        [{ targets: [m], limits: { maxTokens: 5 } }, false, "which asks m and cuts answers at 5 tokens"],
        [{ targets: [n] }, false, "which asks n"],
      ];
      for (const [definition, isMet, why] of definitions) {
        const story = await open(plain(await route(definition)));
        await story.run(story.v1, only);
        await story.run(story.v2, only);
        const line = await story.line();
        expect(line?.sentence).toContain(why);
        expect(line?.status).toBe(isMet ? "met" : "unmet");
      }
      const story = await open(plain(await route({ targets: [m] })));
      await story.run(story.v1, { ...only, fallbacks: [n] });
      await story.run(story.v2, { ...only, fallbacks: [n] });
      expect(await story.line()).toMatchObject({ status: "unmet" });
    },
  );

  it("is none through a route where a model serves", async () => {
    const asked = await route({ targets: [m] });
    const story = await open(m);
    await story.run(story.v1, { route: asked });
    await story.run(story.v2, { route: asked });
    const line = await story.line();
    expect(line).toMatchObject({ status: "unmet" });
    expect(line?.sentence).toContain(`called route ${asked.name}@1, not m`);
  });

  it("is about the route that a promotion puts in the place of the version's model, also once it is archived", async () => {
    const asked = await route({ targets: [m, { ...n, order: 1 }] });
    const story = await open(m);
    await story.run(story.v1, { route: asked });
    await story.run(story.v2, { route: asked });
    expect(await story.line()).toMatchObject({ status: "unmet" });
    expect(await story.line({ routeId: asked.routeId, version: "newest" })).toMatchObject({ status: "met" });
    await saveRoute(admin, { routeId: asked.routeId, definition: { targets: [n] } });
    const newer = await story.line({ routeId: asked.routeId, version: "newest" });
    expect(newer?.sentence).toContain(`called route ${asked.name}@1, not route ${asked.name}@2`);
    const own = await open(plain(asked));
    await own.run(own.v2, { connectionId: m.connectionId, model: "m" });
    await archiveRoute(admin, { routeId: asked.routeId });
    expect((await own.line())?.sentence).toContain(`not route ${asked.name}@1, which answers nobody now`);
  });
});

it("a gate may name a route, which its line and its description say", async () => {
  const asked = await route({ targets: [m, { ...n, order: 1 }] });
  const gate = {
    evidence: { target: plain(asked) },
    conditions: [{ kind: "suite_passed" as const }],
  };
  await updateGate(admin, { environment: "staging", gate });
  const staging = (await listEnvironments(admin)).find(({ name }) => name === "staging");
  expect(staging && describeEvidence(staging.gate.evidence, staging.evidenceNames)).toContain(
    `route ${asked.name}@1,`,
  );
});
