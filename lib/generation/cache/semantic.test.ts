import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { and, eq } from "drizzle-orm";
import { auditEvents } from "#db/schema/audit";
import { cacheChecks } from "#db/schema/routes";
import type { Context } from "#lib/identity";
import { closePools, createConnection, setEmbeddingModel } from "#lib/models";
import { flushGenerations, getGeneration, getTrace } from "#lib/observability";
import { createPrompt } from "#lib/prompts";
import { createRoute, getSemanticState, restartSemanticCache, saveRoute } from "#lib/routes";
import { createTenant, type Tenant } from "#testing";
import type { Route, RouteDefinitionInput } from "#schema/routes";
import { generate, type GenerateOptions, settleCaches } from "../index.ts";
import { answerWith, loopbackProvider, type LoopbackHandler } from "../loopback.testing.ts";
import type { GenerateInput } from "../schema.ts";
import { realTimer, type SetTimer } from "../stop.ts";
import { mostWaitMs } from "./in-time.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

/** The angle of a question's vector, in degrees, is how many spaces it ends with: 26 apart are a cosine of 0.9. */
const angleOf = (text: string) => text.length - text.trimEnd().length;
const turned = (text: string, degrees: number) => text + " ".repeat(degrees);
const vectorOf = (text: string) => {
  const angle = (angleOf(text) * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
};

let tenant: Tenant;
let admin: Context;
let connectionId: string;
let server: Awaited<ReturnType<typeof loopbackProvider>>;
let answer: LoopbackHandler;
let asked: number;
/** What the embedding of texts waits for. */
let embedding: (texts: readonly string[]) => Promise<void> | null;
let made = 0;

beforeAll(async () => {
  server = await loopbackProvider(async (request, response, raw) => {
    if (raw.url?.endsWith("/embeddings")) {
      const texts = [request.json["input"]].flat() as string[];
      const wait = embedding(texts);
      if (wait) await wait;
      const data = texts.map((text, index) => ({ index, embedding: vectorOf(text) }));
      return void response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ data }));
    }
    asked += 1;
    return answer(request, response, raw);
  });
  tenant = await createTenant();
  admin = await tenant.as("admin");
  connectionId = await connected(admin);
});
beforeEach(() => {
  asked = 0;
  embedding = () => null;
  answer = answerWith("Yes, on Mondays.");
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  server.close();
});

async function connected(ctx: Context): Promise<string> {
  const connection = { name: "one", kind: "openai_compatible" as const, baseUrl: server.url, models: ["m"] };
  const { id } = await createConnection(ctx, connection);
  await setEmbeddingModel(ctx, { kind: "connection", connectionId: id, model: "angles" });
  return id;
}

type Semantic = NonNullable<NonNullable<RouteDefinitionInput["cache"]>["semantic"]>;
const definitionOf = (semantic: Semantic = {}): RouteDefinitionInput => ({
  targets: [{ connectionId, model: "m" }],
  retries: { attempts: 1 },
  cache: { ttlSeconds: 60, semantic: { sureFrom: 0.9, greyFrom: 0.7, atFirst: "trust", ...semantic } },
});
async function routed(semantic: Semantic = {}): Promise<Route> {
  made += 1;
  return createRoute(admin, { name: `semantic-${made}`, definition: definitionOf(semantic) });
}
/** Nobody is drawn for a check, unless a test says so. */
const ask = async (
  route: string,
  content: string,
  more: Partial<GenerateInput> = {},
  options: GenerateOptions = {},
) => {
  const generation = await generate(
    tenant.ctx,
    { source: "api", route, messages: [{ role: "user", content }], ...more },
    { fuse: true, setTimer: patient, random: () => 0.99, ...options },
  );
  // What is kept of it is kept after the answer.
  await settleCaches();
  return generation;
};
/** A slow machine is no database that hangs. */
const patient: SetTimer = (run, ms) => (ms === mostWaitMs ? () => undefined : realTimer(run, ms));
const drawn: GenerateOptions = { random: () => 0.01 };
const checksOf = (routeId: string) =>
  tenant.open.db.select().from(cacheChecks).where(eq(cacheChecks.routeId, routeId));

describe("a semantic cache", () => {
  it("gives the answer of a near question: no model is asked, and the record says so", async () => {
    const { id, name } = await routed();
    const first = await ask(name, "Is the shop open?");
    const near = await ask(name, turned("So is the shop open?", 20));
    expect(near).toMatchObject({ cachedFromId: first.id, output: "Yes, on Mondays.", outputTokens: 0 });
    expect(near.cacheUse).toEqual({ state: "semantic", ageSeconds: 0 });
    expect(asked).toBe(1);
    await flushGenerations();
    const { traceId, cacheState, routeId } = await getGeneration(tenant.ctx, { generationId: near.id });
    expect([cacheState, routeId]).toEqual(["semantic", id]);
    const { roots } = await getTrace(tenant.ctx, { traceId });
    expect(roots[0]?.children.find((span) => span.name === "cache")?.attributes).toMatchObject({
      "valueloop.cache": "semantic",
      "valueloop.cache.zone": "sure",
      "valueloop.cache.similarity": expect.closeTo(Math.cos((20 * Math.PI) / 180), 4),
    });
    expect(await checksOf(id)).toEqual([]);
  });

  it("asks in the grey zone, and holds both answers against each other; farther off it only asks", async () => {
    const { id, name } = await routed();
    const first = await ask(name, "Is the shop open?");
    const grey = await ask(name, turned("Is the shop open, please?", 40));
    expect(grey.cachedFromId).toBeNull();
    expect(await checksOf(id)).toMatchObject([
      { zone: "grey", verdict: "same", generationId: grey.id, cachedFromId: first.id, routeVersion: 1 },
    ]);
    expect(await ask(name, turned("Is the shop open, friend?", 90))).toMatchObject({ cachedFromId: null });
    expect(await checksOf(id)).toHaveLength(1);
    expect(asked).toBe(3);
  });

  it.each([
    ["another number", "What does error 403 mean?", turned("What does error 404 mean?", 1)],
    [
      "a denial",
      "Can I return shoes that I have worn?",
      turned("Can I return shoes that I haven't worn?", 1),
    ],
    ["another name", "Where does Farid work?", turned("Where does Marta work?", 1)],
    ["another date", "What was the rate in March?", turned("What was the rate in May?", 1)],
    ["another order", "Convert this XML to JSON", turned("Convert this JSON to XML", 1)],
  ])("asks for %s, however near", async (_what, kept, other) => {
    const { id, name } = await routed();
    await ask(name, kept);
    expect(await ask(name, other)).toMatchObject({ cachedFromId: null });
    expect(await checksOf(id)).toEqual([]);
  });

  it.each<[string, Partial<GenerateInput>]>([
    [
      "another system text",
      {
        messages: [
          { role: "system", content: "Be rude." },
          { role: "user", content: turned("Is it open?", 1) },
        ],
      },
    ],
    [
      "another history",
      {
        messages: [
          { role: "user", content: "Hi" },
          { role: "assistant", content: "Hello" },
          { role: "user", content: turned("Is it open?", 1) },
        ],
      },
    ],
    ["other settings", { settings: { temperature: 0.3 } }],
    ["another form", { responseSchema: { type: "object" } }],
    [
      "a picture",
      {
        messages: [
          {
            role: "user",
            content: turned("Is it open?", 1),
            asSent: {
              content: [
                { type: "text", text: turned("Is it open?", 1) },
                { type: "image_url", image_url: { url: "data:," } },
              ],
            },
          },
        ],
      },
    ],
    [
      "a conversation that ends otherwise",
      {
        messages: [
          { role: "user", content: "Is it open?" },
          { role: "assistant", content: "It" },
        ],
      },
    ],
    ["a caller who wants no cache", { cache: { mode: "refresh" } }],
  ])("asks for %s", async (_what, more) => {
    const { name } = await routed();
    await ask(name, "Is it open?");
    expect(await ask(name, turned("Is it open, please?", 1), more)).toMatchObject({ cachedFromId: null });
    expect(asked).toBe(2);
  });

  it("lets only the last words of a conversation differ", async () => {
    const { name } = await routed();
    const turn = (content: string): Partial<GenerateInput> => ({
      messages: [
        { role: "user", content: "Hi" },
        { role: "assistant", content: "Hello" },
        { role: "user", content },
      ],
    });
    const first = await ask(name, "", turn("Is it open?"));
    expect(await ask(name, "", turn(turned("Is it open then?", 1)))).toMatchObject({
      cachedFromId: first.id,
    });
  });

  it("is a project's own, and gives no answer that calls tools", async () => {
    const { name } = await routed();
    await ask(name, "Is it open?");
    const other = await createTenant();
    const theirs = await other.as("admin");
    const theirId = await connected(theirs);
    await createRoute(theirs, {
      name,
      definition: { ...definitionOf(), targets: [{ connectionId: theirId, model: "m" }] },
    });
    const messages = [{ role: "user" as const, content: turned("Is it open, please?", 1) }];
    expect(await generate(other.ctx, { source: "api", route: name, messages })).toMatchObject({
      cachedFromId: null,
    });

    const tool = { id: "c", type: "function", function: { name: "find", arguments: "{}" } };
    answer = (_request, response) =>
      void response.writeHead(200, { "content-type": "application/json" }).end(
        JSON.stringify({
          model: "m",
          choices: [{ message: { tool_calls: [tool] }, finish_reason: "tool_calls" }],
        }),
      );
    const { name: withTools } = await routed();
    await ask(withTools, "Is it open?");
    expect(await ask(withTools, turned("Is it open, please?", 1))).toMatchObject({ cachedFromId: null });
  });

  it("takes the words of a prompt's question from the variables that may vary, and needs the others equal", async () => {
    const { name } = await routed({ varying: ["question"] });
    const variable = { type: "text" as const, required: true };
    const variables = ["language", "question"].map((variableName) => ({ ...variable, name: variableName }));
    const content = { kind: "text" as const, text: "In {{language}}: {{question}}", variables };
    await createPrompt(tenant.ctx, { path: `faq-${made}`, content });
    const call = (question: string, language: string) =>
      generate(
        tenant.ctx,
        {
          source: "api",
          route: name,
          prompt: { promptPath: `faq-${made}`, variables: { question, language } },
        },
        { fuse: true, setTimer: patient, random: () => 0.99 },
      );
    const first = await call("Is it open?", "English");
    await settleCaches();
    expect(first.status).toBe("succeeded");
    expect(await call(turned("Is it open, please?", 1), "English")).toMatchObject({ cachedFromId: first.id });
    expect(await call(turned("Is it open, please?", 1), "Danish")).toMatchObject({ cachedFromId: null });
  });
});

describe("which question is meant", () => {
  it("is not sure where another that asks something else lies hardly farther off", async () => {
    const { id, name } = await routed();
    await ask(name, "Is the shop open?");
    await ask(name, turned("Is the canteen open?", 3));
    expect(await ask(name, turned("So is the shop open?", 1))).toMatchObject({ cachedFromId: null });
    expect(await checksOf(id)).toMatchObject([{ zone: "grey", cosine: expect.closeTo(1, 3) }]);
  });

  it("is sure where the others lie farther off; an answer that a check found to be the same is not in the way", async () => {
    const { name } = await routed();
    const first = await ask(name, "Is the shop open?");
    await ask(name, turned("Is the canteen open?", 30));
    expect(await ask(name, turned("Is the shop open, then?", 2), {}, drawn)).toMatchObject({
      cachedFromId: null,
    });
    expect(await ask(name, turned("So is the shop open?", 1))).toMatchObject({ cachedFromId: first.id });
  });
});

describe("a caller", () => {
  it("waits neither for the keeping of an answer nor for a check", async () => {
    const { id, name } = await routed({ checkShare: 1 });
    await ask(name, "Is it open?");
    const { promise: isLetGo, resolve: letGo } = Promise.withResolvers<void>();
    embedding = (texts) => (texts.includes("Yes, on Mondays.") ? isLetGo : null);
    answer = answerWith("Yes, it is, on Mondays.");
    const checked = await generate(
      tenant.ctx,
      { source: "api", route: name, messages: [{ role: "user", content: turned("Is it open, please?", 1) }] },
      { fuse: true, setTimer: patient, random: () => 0.01 },
    );
    expect(checked).toMatchObject({ status: "succeeded", output: "Yes, it is, on Mondays." });
    expect(await checksOf(id)).toEqual([]);
    letGo();
    await settleCaches();
    expect(await checksOf(id)).toMatchObject([{ zone: "sure", verdict: "same" }]);
  });
});

describe("the checks of a semantic cache", () => {
  it("are made of nearly all hits until they have shown that it may answer", async () => {
    const { id, name } = await routed({ atFirst: "earn", mostFalse: 0.3 });
    await ask(name, "Is it open?");
    answer = answerWith("Yes, it is, on Mondays.");
    // Nothing is known: 70 % are checked, so that 30 % at most can be wrong.
    const drawnAt = (share: number): GenerateOptions => ({ random: () => share });
    expect(await getSemanticState(admin, { routeId: id })).toMatchObject({ checkShare: 0.7 });
    expect(await ask(name, turned("Is it open, please?", 1), {}, drawnAt(0.69))).toMatchObject({
      cachedFromId: null,
    });
    // One that was right: wrong ones are at most 79 %.
    const { checkShare } = await getSemanticState(admin, { routeId: id });
    expect(checkShare).toBeCloseTo(1 - 0.3 / 0.7935, 3);
    expect(await ask(name, turned("Is it open then?", 2), {}, drawnAt(0.63))).toMatchObject({
      cacheUse: { state: "semantic" },
    });
  });

  it("ask the model for a share of the hits: the caller gets what it says, and both are compared", async () => {
    const { id, name } = await routed({ checkShare: 0.02 });
    await ask(name, "Is it open?");
    answer = answerWith("Yes, it is, on Mondays.");
    const checked = await ask(name, turned("Is it open, please?", 1), {}, drawn);
    expect(checked).toMatchObject({ cachedFromId: null, output: "Yes, it is, on Mondays." });
    expect(await checksOf(id)).toMatchObject([{ zone: "sure", verdict: "same", generationId: checked.id }]);
    expect(await getSemanticState(admin, { routeId: id })).toMatchObject({
      offAt: null,
      checks: { sure: { same: 1, different: 0, unjudged: 0 } },
      falseShare: { share: 0, low: 0, count: 1 },
    });
  });

  it("switch it off once they show more wrong answers than it may give; the same call is answered still", async () => {
    const { id, name } = await routed({ mostFalse: 0.3 });
    await ask(name, "Is it open?");
    answer = answerWith("No, it is closed on Mondays.");
    // One wrong of one may be three in ten by its interval (0.21); two of two may not (0.34).
    await ask(name, turned("Is it open, please?", 20), {}, drawn);
    expect((await getSemanticState(admin, { routeId: id })).offAt).toBeNull();
    // The last answer is kept too, and nearer.
    answer = answerWith("Yes, it is open on Mondays.");
    await ask(name, turned("Is it open then?", 22), {}, drawn);
    const state = await getSemanticState(admin, { routeId: id });
    expect(state).toMatchObject({ offAt: expect.any(Date), falseShare: { share: 1, count: 2 } });
    const events = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(
        and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.action, "route.semantic_cache_off")),
      );
    expect(events).toMatchObject([{ subjectId: id, after: { checked: 2, wrong: 2, mostFalse: 0.3 } }]);

    expect(await ask(name, turned("So is it open?", 3))).toMatchObject({ cachedFromId: null });
    expect(await ask(name, "Is it open?")).toMatchObject({
      output: "Yes, on Mondays.",
      cacheUse: { state: "hit" },
    });

    tenant.clock.advance(1);
    expect(await restartSemanticCache(admin, { routeId: id })).toMatchObject({
      offAt: null,
      falseShare: null,
    });
    expect(await ask(name, turned("So, is it open?", 4))).toMatchObject({ cacheUse: { state: "semantic" } });
  });

  it("count for the version they are of: another one begins again", async () => {
    const { id, name } = await routed({ mostFalse: 0.001 });
    await ask(name, "Is it open?");
    answer = answerWith("No, it is closed on Mondays.");
    await ask(name, turned("Is it open, please?", 1), {}, drawn);
    expect((await getSemanticState(admin, { routeId: id })).offAt).not.toBeNull();
    await saveRoute(admin, { routeId: id, definition: definitionOf({ mostFalse: 0.002 }) });
    expect(await getSemanticState(admin, { routeId: id })).toMatchObject({
      version: 2,
      offAt: null,
      falseShare: null,
    });
  });
});
