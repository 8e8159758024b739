import { createUIMessageStream, readUIMessageStream } from "ai";
import { type GenerateOptions, streamGeneration } from "#lib/generation";
import { type Context, requirePermission } from "#lib/identity";
import { getPrompt, getPromptVersion } from "#lib/prompts";
import { isRoute, resolveRoute } from "#lib/routes";
import { toAppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { logger } from "#platform/logger";
import { streamOf, withFirst } from "#platform/stream";
import type { GenerationEvent } from "#schema/generation";
import type { NamedTarget } from "#schema/routes";
import type { z } from "zod";
import { chatMessages, redactMessages, requireStepsLeft } from "../messages.ts";
import { type PlaygroundChunk, type PlaygroundMessage, SendTurnInput } from "../schema.ts";
import { writeGeneration } from "../stream/events.ts";
import { addChunk, closeLive, type LiveTurn, liveChunks, openLive } from "../stream/live.ts";
import { acquireChat, type ChatSetup, columnsOf, keepTurn, releaseChat } from "./internal.ts";

export type SendOptions = Pick<GenerateOptions, "sleep" | "random" | "setTimer"> & {
  /** How often a turn in progress is kept, in milliseconds. */
  keepEveryMs?: number | undefined;
};

type Asked = z.output<typeof SendTurnInput>;

/**
 * Answers the last turn of a conversation as a stream of UI message chunks. The answer goes on when nobody reads it any
 * more: see resumeTurn and stopTurn. Throws, before anything is asked, as streamGeneration does; and conflict while an
 * answer is coming in this pane, invalid_input when a turn has used up its tool steps.
 */
export async function sendTurn(
  ctx: Context,
  input: SendTurnInput,
  options: SendOptions = {},
): Promise<ReadableStream<PlaygroundChunk>> {
  requirePermission(ctx, "generation.create");
  const asked = SendTurnInput.parse(input);
  // Parsed above: the kinds of parts are a part of the SDK's own.
  const messages = asked.messages as PlaygroundMessage[];
  requireStepsLeft(messages);
  const chatId = await acquireChat(ctx, asked, await setupOf(ctx, asked));
  const stop = new AbortController();
  try {
    const events = streamGeneration(ctx, await generationOf(asked, messages), {
      ...options,
      signal: stop.signal,
    });
    // Awaited here, so that what is refused before a call is an error of this function and not of the stream.
    const first = await events.next();
    const last = messages.at(-1);
    const turn = openLive(chatId, last?.role === "assistant" ? last : null, stop);
    void work({ ctx, chatId, turn, messages, options }, withFirst(first, events));
    return streamOf(liveChunks(turn));
  } catch (thrown) {
    await releaseChat(ctx, chatId);
    throw thrown;
  }
}

/** Which prompt answers and what it asks; ids are checked before the pane is taken. Throws not_found. */
async function setupOf(ctx: Context, { versionId, promptId, target }: Asked): Promise<ChatSetup> {
  const asked = columnsOf(await named(ctx, target));
  if (versionId) {
    const version = await getPromptVersion(ctx, { versionId });
    return { promptId: version.promptId, versionNumber: version.number, ...asked };
  }
  if (promptId) await getPrompt(ctx, { promptId });
  return { promptId: promptId ?? null, versionNumber: null, ...asked };
}

async function named(ctx: Context, target: Asked["target"]): Promise<NamedTarget> {
  if (!isRoute(target)) return { connectionId: target.connectionId, model: target.model };
  const { id: routeId, version, name } = await resolveRoute(ctx, target);
  return { routeId, version, name };
}

async function generationOf(asked: Asked, messages: PlaygroundMessage[]) {
  const { versionId, content, promptId, variables, target, exampleId, conversationId } = asked;
  const turns = await chatMessages(messages);
  return {
    source: "playground" as const,
    ...(isRoute(target) ? { route: target } : { targets: [target] }),
    prompt: versionId ? { versionId, variables } : { content, variables, ...(promptId ? { promptId } : {}) },
    ...(turns.length > 0 ? { messages: turns } : {}),
    metadata: { conversationId, ...(exampleId ? { exampleId } : {}) },
  };
}

type Work = {
  ctx: Context;
  chatId: string;
  turn: LiveTurn;
  messages: PlaygroundMessage[];
  options: SendOptions;
};

/** Carries a turn to its end, whoever reads: its chunks go to the readers, its state to the row every second. */
async function work(task: Work, events: AsyncGenerator<GenerationEvent>): Promise<void> {
  const { ctx, chatId, turn, messages, options } = task;
  const { continued } = turn;
  const stream = createUIMessageStream<PlaygroundMessage>({
    execute: ({ writer }) => writeGeneration(writer, continued?.id ?? newId(), events),
    onError: (thrown) => {
      logger().error({ err: thrown }, "a turn in the playground failed");
      return toAppError(thrown).message;
    },
  });
  const [toReaders, toRow] = stream.tee();
  let latest: PlaygroundMessage | null = null;
  const earlier = continued ? messages.slice(0, -1) : messages;
  const storedEarlier = redactMessages(ctx, earlier);
  const write = async (isOver: boolean) => {
    const now = latest ?? continued;
    const stored = [...(await storedEarlier), ...(now ? await redactMessages(ctx, [now]) : [])];
    if (!(await keepTurn(ctx, chatId, stored, isOver))) turn.stop.abort();
  };
  // One after the other: an older state must not be written over the last one.
  let written = Promise.resolve();
  const keep = (isOver: boolean) => (written = written.catch(() => undefined).then(() => write(isOver)));
  const timer = setInterval(() => void keep(false).catch(logFailure), options.keepEveryMs ?? 1_000).unref();
  try {
    await keep(false).catch(logFailure);
    await Promise.all([
      forEach(toReaders, (chunk) => addChunk(turn, chunk)),
      forEach(
        readUIMessageStream<PlaygroundMessage>({
          stream: toRow,
          ...(continued ? { message: structuredClone(continued) } : {}),
          onError: logFailure,
        }),
        (message) => {
          latest = message;
        },
      ),
    ]);
  } catch (thrown) {
    logFailure(thrown);
  } finally {
    clearInterval(timer);
    // What cannot be judged must not be kept, but the pane is free all the same.
    await keep(true).catch(async (thrown: unknown) => {
      logFailure(thrown);
      await releaseChat(ctx, chatId).catch(logFailure);
    });
    closeLive(chatId, turn);
  }
}

async function forEach<Value>(values: AsyncIterable<Value>, each: (value: Value) => void): Promise<void> {
  for await (const value of values) each(value);
}

function logFailure(thrown: unknown): void {
  logger().error({ err: thrown }, "a turn in the playground could not be kept");
}
