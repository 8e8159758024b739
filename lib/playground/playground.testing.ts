import { readUIMessageStream } from "ai";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { addModel, closePools, createConnection } from "#lib/models";
import { flushGenerations } from "#lib/observability";
import type { Context } from "#lib/identity";
import { newId } from "#platform/ids";
import { sendTurn } from "./index.ts";
import { openProvider } from "./provider.testing.ts";
import type { PlaygroundChunk, PlaygroundData, PlaygroundMessage, SendTurnInput } from "./schema.ts";

export type Playground = {
  tenant: Tenant;
  provider: Awaited<ReturnType<typeof openProvider>>;
  target: { connectionId: string; model: string };
};

/** A project with a model on loopback for the tests of a file; it answers "Hello" where a test says nothing else. */
export function usePlayground(): Playground {
  const playground = {} as Playground;
  beforeAll(async () => void Object.assign(playground, await openPlayground()));
  beforeEach(() => {
    playground.provider.play((stream) => stream.text("Hello").end());
    playground.provider.seen.bodies.length = 0;
  });
  afterAll(async () => {
    await flushGenerations();
    await closePools();
    playground.provider.close();
  });
  return playground;
}

export async function openPlayground(): Promise<Playground> {
  const tenant = await createTenant();
  const provider = await openProvider();
  const admin = await tenant.as("admin");
  const { id: connectionId } = await createConnection(admin, {
    name: "loop",
    kind: "openai_compatible",
    baseUrl: provider.url,
  });
  await addModel(admin, {
    connectionId,
    name: "m",
    inputPrice: 1,
    outputPrice: 10,
    activeParametersBillions: 7,
    totalParametersBillions: 7,
  });
  return { tenant, provider, target: { connectionId, model: "m" } };
}

export const content = {
  kind: "chat",
  messages: [
    { role: "system", content: "Sort tickets." },
    { role: "user", content: "{{ticket}}" },
  ],
  variables: [{ name: "ticket", type: "text", required: true }],
  settings: {},
};
export const variables = { ticket: "The invoice shows two fees" };
export const runPart = {
  type: "data-run" as const,
  data: { versionNumber: null, variables, exampleId: null },
};

export const userTurn = (...parts: PlaygroundMessage["parts"]): PlaygroundMessage => ({
  id: newId(),
  role: "user",
  parts,
});
export const says = (text: string) => userTurn({ type: "text", text });

export function asked(
  { target }: Pick<Playground, "target">,
  conversationId: string,
  messages: PlaygroundMessage[],
): SendTurnInput {
  return { conversationId, pane: "1", target, content, variables, messages: messages as never };
}

/** The message a browser makes of a stream. */
export async function shown(
  stream: ReadableStream<PlaygroundChunk>,
  message?: PlaygroundMessage,
): Promise<PlaygroundMessage> {
  let last: PlaygroundMessage | undefined;
  const states = readUIMessageStream<PlaygroundMessage>({
    stream,
    ...(message ? { message: structuredClone(message) } : {}),
    onError: (error) => {
      throw error;
    },
  });
  for await (const state of states) last = state;
  if (!last) throw new Error("the stream said nothing");
  return last;
}

export function textIn({ parts }: PlaygroundMessage): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}

export function dataIn<Name extends keyof PlaygroundData>(
  { parts }: PlaygroundMessage,
  name: Name,
): PlaygroundData[Name] | undefined {
  const part = parts.findLast(({ type }) => type === `data-${name}`);
  return part && "data" in part ? (part.data as PlaygroundData[Name]) : undefined;
}

/** Sends and reads to the end. */
export async function answer(
  playground: Pick<Playground, "target">,
  ctx: Context,
  conversationId: string,
  messages: PlaygroundMessage[],
) {
  const last = messages.at(-1);
  const stream = await sendTurn(ctx, asked(playground, conversationId, messages));
  return shown(stream, last?.role === "assistant" ? last : undefined);
}
