import { once } from "#platform/runtime";
import type { PlaygroundChunk, PlaygroundMessage } from "../schema.ts";
import { growthChunks } from "./growth.ts";

/** An answer that this process is working on; whoever looks gets it from its beginning. */
export type LiveTurn = {
  /** The answer's earlier steps, when it goes on after a tool's result. */
  readonly continued: PlaygroundMessage | null;
  readonly chunks: PlaygroundChunk[];
  readonly stop: AbortController;
  readonly waiting: Set<() => void>;
  isOver: boolean;
};

const turns = () => once("playground.live", () => new Map<string, LiveTurn>());

/** `chatId` is a row's id. */
export function findLive(chatId: string): LiveTurn | undefined {
  return turns().get(chatId);
}

export function openLive(
  chatId: string,
  continued: PlaygroundMessage | null,
  stop: AbortController,
): LiveTurn {
  const turn: LiveTurn = { continued, chunks: [], stop, waiting: new Set(), isOver: false };
  turns().set(chatId, turn);
  return turn;
}

export function addChunk(turn: LiveTurn, chunk: PlaygroundChunk): void {
  turn.chunks.push(chunk);
  wake(turn);
}

export function closeLive(chatId: string, turn: LiveTurn): void {
  turn.isOver = true;
  if (turns().get(chatId) === turn) turns().delete(chatId);
  wake(turn);
}

function wake({ waiting }: LiveTurn): void {
  const resume = [...waiting];
  waiting.clear();
  for (const each of resume) each();
}

/** The chunks of a turn as they come, for the one who asked: their message already holds the earlier steps. */
export async function* liveChunks(turn: LiveTurn): AsyncGenerator<PlaygroundChunk> {
  for (let at = 0; ; at += 1) {
    while (at >= turn.chunks.length) {
      if (turn.isOver) return;
      await new Promise<void>((resolve) => turn.waiting.add(resolve));
    }
    const chunk = turn.chunks[at];
    if (chunk) yield chunk;
  }
}

/** The same for one who comes back: the whole message, its earlier steps included. */
export async function* replayedChunks(turn: LiveTurn): AsyncGenerator<PlaygroundChunk> {
  if (turn.continued) yield* growthChunks(null, turn.continued);
  for await (const chunk of liveChunks(turn)) if (!turn.continued || chunk.type !== "start") yield chunk;
}
