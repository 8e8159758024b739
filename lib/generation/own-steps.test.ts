import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { Document } from "@langchain/core/documents";
import type { AIMessage } from "@langchain/core/messages";
import { JsonOutputParser, StringOutputParser } from "@langchain/core/output_parsers";
import { BaseRetriever } from "@langchain/core/retrievers";
import { RunnableLambda, RunnablePassthrough } from "@langchain/core/runnables";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { savePolicy } from "#lib/guardrails";
import { getGeneration, getTrace } from "#lib/observability";
import { generate, type OwnInput } from "./index.ts";
import { answerWith } from "./loopback.testing.ts";
import { type LoopbackTenant, loopbackTenant } from "./loopback-tenant.testing.ts";
import type { GenerateInput } from "./schema.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let loop: LoopbackTenant;
let tenant: LoopbackTenant["tenant"];

beforeAll(async () => {
  loop = await loopbackTenant();
  ({ tenant } = loop);
  await savePolicy(loop.admin, {
    name: "Strict",
    rules: {
      pii: [],
      blocklist: [{ term: "forbidden", action: "block", wholeWord: true, stages: ["input"] }],
      patterns: [],
    },
  });
});
beforeEach(() => {
  loop.behave = answerWith('{"category": "card"}');
  loop.seen.calls = 0;
});
afterAll(() => loop.close());

/** A retriever of LangChain's, as a project brings one. */
class Shelf extends BaseRetriever {
  lc_namespace = ["test"];
  readonly #text: string;
  constructor(text: string) {
    super();
    this.#text = text;
  }
  override async _getRelevantDocuments(query: string): Promise<Document[]> {
    return [new Document({ pageContent: `${this.#text} (${query})` })];
  }
}

/** Fills the variable `context` with what the retriever finds for the variable `ticket`. */
const retrieve = (text: string) =>
  RunnableLambda.from(({ variables }: OwnInput) => String(variables["ticket"]))
    .pipe(new Shelf(text))
    .pipe((found: Document[]) => found.map(({ pageContent }) => pageContent).join("\n"));
const addContext = (text: string) =>
  RunnableLambda.from(async (given: OwnInput, config) => ({
    variables: { ...given.variables, context: await retrieve(text).invoke(given, config) },
  }));

const ask: GenerateInput = {
  source: "test",
  get targets() {
    return [loop.target];
  },
  prompt: {
    content: {
      kind: "text",
      text: "{{context}}\nSort: {{ticket}}",
      variables: [{ name: "context" }, { name: "ticket" }],
    },
    variables: { ticket: "My card is lost" },
  },
};

it("a project's retriever fills a variable and its parser reads the answer, both in the trace", async () => {
  const generation = await generate(tenant.ctx, ask, {
    steps: { before: [addContext("Cards are blocked by phone")], after: [new JsonOutputParser()] },
  });
  expect(generation).toMatchObject({ status: "succeeded", parsed: { category: "card" } });
  expect(generation.output).toBe('{"category": "card"}');
  expect(loop.seen.bodies.at(-1)?.["messages"]).toEqual([
    { role: "user", content: "Cards are blocked by phone (My card is lost)\nSort: My card is lost" },
  ]);
  const kept = await getGeneration(tenant.ctx, { generationId: generation.id });
  expect(kept.variables).toMatchObject({ context: expect.stringContaining("blocked by phone") });
  const { roots } = await getTrace(tenant.ctx, { traceId: kept.traceId });
  const steps = roots[0]?.children ?? [];
  expect(steps.map(({ name }) => name)).toEqual([
    "own steps before",
    "render",
    "guard input",
    "chat m",
    "guard output",
    "own steps after",
  ]);
  const namesUnder = (span: (typeof steps)[number] | undefined): string[] =>
    (span?.children ?? []).flatMap((child) => [child.name, ...namesUnder(child)]);
  expect(namesUnder(steps[0]).filter((name) => name.startsWith("retrieval"))).toHaveLength(1);
  expect(namesUnder(steps[5])).toEqual(["JsonOutputParser"]);
});

it("what a retriever brings is judged by the policies like any input", async () => {
  const generation = await generate(tenant.ctx, ask, { steps: { before: [addContext("It is forbidden.")] } });
  expect(generation).toMatchObject({ status: "failed", errorCode: "guardrail_blocked" });
  expect(loop.seen.calls).toBe(0);
});

it("an answer that a parser cannot read is a failed call, kept with its answer", async () => {
  loop.behave = answerWith("card");
  const generation = await generate(tenant.ctx, ask, {
    steps: { before: [addContext("x")], after: [new JsonOutputParser()] },
  });
  expect(generation).toMatchObject({ status: "failed", errorCode: "upstream_failed", output: "card" });
  expect(generation.errorMessage).toContain("JsonOutputParser");
  expect(generation).not.toHaveProperty("parsed");
  expect(generation.outputTokens).toBe(20);
});

it("a retriever that fails asks nothing and says why", async () => {
  const broken = RunnableLambda.from((): Partial<OwnInput> => {
    throw new Error("the index is down");
  });
  await expect(generate(tenant.ctx, ask, { steps: { before: [broken] } })).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("the index is down"),
  });
  expect(loop.seen.calls).toBe(0);
});

it("steps stand in line: messages, then what the answer is made into", async () => {
  const passThrough = new RunnablePassthrough<OwnInput>();
  const shout = RunnableLambda.from((said: string) => said.toUpperCase());
  const generation = await generate(
    tenant.ctx,
    { source: "test", targets: [loop.target], messages: [{ role: "user", content: "Hello" }] },
    {
      steps: {
        before: [passThrough],
        after: [RunnableLambda.from((answer: AIMessage) => answer), new StringOutputParser(), shout],
      },
    },
  );
  expect(generation.parsed).toBe('{"CATEGORY": "CARD"}');
});

it("a project's own callbacks hear of every step, and of no connection or context", async () => {
  const heard: string[] = [];
  let inputs = "";
  class Listener extends BaseCallbackHandler {
    override name = "listener";
    override awaitHandlers = true;
    override handleChainStart(...[, given, , , , , , runName]: unknown[]) {
      heard.push(String(runName));
      inputs += JSON.stringify(given);
    }
    override handleChatModelStart() {
      heard.push("model");
    }
  }
  await generate(
    tenant.ctx,
    { ...ask, prompt: undefined, messages: [{ role: "user", content: "Hi" }] },
    {
      callbacks: [new Listener()],
      fuse: true,
    },
  );
  for (const step of [
    "generate",
    "valueloop.render",
    "valueloop.route",
    "valueloop.call",
    "model",
    "valueloop.record",
  ])
    expect(heard).toContain(step);
  expect(inputs).toContain("Hi");
  expect(inputs).not.toContain(loop.url);
});
