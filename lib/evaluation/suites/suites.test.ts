import { and, asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { suiteVersions } from "#db/schema/evaluation";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import type { CreateSuiteInput } from "./schema.ts";
import { getSuite, getSuiteVersion, listSuites } from "./read.ts";
import { archiveSuite, createSuite, saveSuiteVersion } from "./save.ts";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
});

const content = (threshold = 0.8): CreateSuiteInput["content"] => ({
  evaluators: [{ key: "accuracy", name: "Accuracy", kind: "exact", config: {}, threshold }],
  primaryMetric: "accuracy",
});
const build = (of = tenant) => createSuite(of.ctx, { name: `suite ${newId()}`, content: content() });

describe("suites", () => {
  it("keep every version, numbered and hashed, and leave audit events", async () => {
    const suite = await build();
    const second = await saveSuiteVersion(tenant.ctx, {
      suiteId: suite.id,
      content: content(0.9),
      message: "stricter",
      expectedLatest: 1,
    });
    expect(second).toMatchObject({ number: 2, message: "stricter" });
    expect(second.contentHash).not.toBe(suite.latest.contentHash);
    const found = await getSuite(tenant.ctx, { suiteId: suite.id });
    expect(
      found.versions.map(({ number, content: { evaluators } }) => [number, evaluators[0]?.threshold]),
    ).toEqual([
      [2, 0.9],
      [1, 0.8],
    ]);
    expect(await getSuiteVersion(tenant.ctx, { suiteVersionId: suite.latest.id })).toMatchObject({
      number: 1,
      suiteName: suite.name,
    });
    await archiveSuite(tenant.ctx, { suiteId: suite.id });
    expect((await listSuites(tenant.ctx)).items.map(({ id }) => id)).not.toContain(suite.id);
    expect((await listSuites(tenant.ctx, { includeArchived: true })).items.map(({ id }) => id)).toContain(
      suite.id,
    );
    const events = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, suite.id)))
      .orderBy(asc(auditEvents.seq));
    expect(events.map(({ action }) => action)).toEqual(["suite.create", "suite.save", "suite.archive"]);
  });

  it("refuse a scale without steps and a length that none has", async () => {
    const judge = (scaleMin: number, scaleMax: number) => ({
      key: "judge",
      name: "Judge",
      kind: "llm_judge" as const,
      config: { target: { connectionId: newId(), model: "m" }, rubric: "r", scaleMin, scaleMax },
    });
    const length = { key: "length", name: "Length", kind: "length" as const, config: { min: 9, max: 3 } };
    for (const evaluator of [judge(3, 3), judge(5, 1), length])
      await expect(
        createSuite(tenant.ctx, {
          name: `suite ${newId()}`,
          content: { evaluators: [evaluator], primaryMetric: evaluator.key },
        }),
      ).rejects.toThrow(/scale must begin below its end|least length is above the most/);
  });

  it("refuse to turn round what is a grade, and take it for a rule", async () => {
    const of = (kind: "exact" | "rouge_l" | "contains") =>
      createSuite(tenant.ctx, {
        name: `suite ${newId()}`,
        content: {
          evaluators: [{ key: "k", name: "K", kind, config: {}, isNegated: true }],
          primaryMetric: "k",
        },
      });
    await expect(of("rouge_l")).rejects.toThrow(/rules that are right or wrong/);
    await expect(of("contains")).rejects.toThrow(/rules that are right or wrong/);
    expect((await of("exact")).latest.content.evaluators[0]).toMatchObject({ isNegated: true });
  });

  it.each([
    ["regex", { pattern: "[" }, "pattern", /missing closing \]/],
    ["regex", { pattern: "(?=a)" }, "pattern", /look-ahead/],
    ["json_schema", { schema: { type: "intger" } }, "schema", /\/type is not allowed/],
    ["json_schema", { schema: { $ref: "https://a.b/c" } }, "schema", /lies outside/],
    ["contains", { texts: ["a", " "] }, "texts", /empty/],
  ])(
    "refuse a %s with %j, which could judge nothing, and name the field",
    async (kind, config, field, words) => {
      const suite = await build();
      const broken = {
        evaluators: [...content().evaluators, { key: "k", name: "Form", kind, config }],
        primaryMetric: "accuracy",
      } as CreateSuiteInput["content"];
      for (const act of [
        () => createSuite(tenant.ctx, { name: `suite ${newId()}`, content: broken }),
        () => saveSuiteVersion(tenant.ctx, { suiteId: suite.id, content: broken }),
      ])
        await expect(act()).rejects.toMatchObject({
          code: "invalid_input",
          message: expect.stringMatching(words),
          details: { issues: [{ path: `content.evaluators.1.config.${field}` }] },
        });
    },
  );

  it("from before that could judge nothing are still read", async () => {
    const suite = await build();
    const broken = [{ key: "accuracy", name: "F", kind: "regex", config: { pattern: "[" } }];
    await tenant.open.db
      .update(suiteVersions)
      .set({ content: { evaluators: broken, primaryMetric: "accuracy" } })
      .where(eq(suiteVersions.suiteId, suite.id));
    const { latest } = await getSuite(tenant.ctx, { suiteId: suite.id });
    expect(latest.content.evaluators[0]?.config).toMatchObject({ pattern: "[" });
  });

  it("save nothing when nothing changed, and tell who was first", async () => {
    const suite = await build();
    expect(await saveSuiteVersion(tenant.ctx, { suiteId: suite.id, content: content() })).toMatchObject({
      id: suite.latest.id,
    });
    await saveSuiteVersion(tenant.ctx, { suiteId: suite.id, content: content(0.7) });
    await expect(
      saveSuiteVersion(tenant.ctx, { suiteId: suite.id, content: content(0.6), expectedLatest: 1 }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(createSuite(tenant.ctx, { name: suite.name, content: content() })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("do not show themselves to another project", async () => {
    const foreign = await build(other);
    const suiteId = foreign.id;
    for (const act of [
      () => getSuite(tenant.ctx, { suiteId }),
      () => saveSuiteVersion(tenant.ctx, { suiteId, content: content() }),
      () => archiveSuite(tenant.ctx, { suiteId }),
      () => getSuiteVersion(tenant.ctx, { suiteVersionId: foreign.latest.id }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await listSuites(tenant.ctx, { query: foreign.name })).items).toEqual([]);
  });

  it("need the permission", async () => {
    const suite = await build();
    const reviewer = await tenant.as("reviewer");
    await expect(createSuite(reviewer, { name: "x", content: content() })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(saveSuiteVersion(reviewer, { suiteId: suite.id, content: content() })).rejects.toMatchObject(
      { code: "forbidden" },
    );
    await expect(archiveSuite(reviewer, { suiteId: suite.id })).rejects.toMatchObject({ code: "forbidden" });
  });

  it.each<[string, unknown]>([
    ["no evaluator", { evaluators: [], primaryMetric: "accuracy" }],
    ["a primary metric nobody gives", { ...content(), primaryMetric: "other" }],
    [
      "latency as the primary metric",
      {
        evaluators: [{ key: "latency", name: "Latency", kind: "latency", config: {} }],
        primaryMetric: "latency",
      },
    ],
    [
      "the same key twice",
      { evaluators: [...content().evaluators, ...content().evaluators], primaryMetric: "accuracy" },
    ],
    [
      "a kind that does not exist",
      { evaluators: [{ key: "a", name: "A", kind: "oracle", config: {} }], primaryMetric: "a" },
    ],
    [
      "a judge without a rubric",
      {
        evaluators: [
          {
            key: "a",
            name: "A",
            kind: "llm_judge",
            config: { target: { connectionId: newId(), model: "m" }, rubric: " " },
          },
        ],
        primaryMetric: "a",
      },
    ],
  ])("refuse %s", async (_, wrong) => {
    await expect(
      createSuite(tenant.ctx, { name: "wrong", content: wrong as CreateSuiteInput["content"] }),
    ).rejects.toMatchObject({ name: "ZodError" });
  });
});
