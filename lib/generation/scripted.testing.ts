import { ChatModel } from "#lib/models";
import { AppError, type ErrorCode } from "#platform/errors";
import type { ChatEvent, ChatRequest, ModelCard } from "#schema/models";
import type { RoutedTarget } from "./call.ts";
import type { SetTimer } from "./stop.ts";

export type Piece = Exclude<ChatEvent, { type: "end" }>;
export type End = Extract<ChatEvent, { type: "end" }>;
/** How one try of a target ends: well, with an error, by silence until a time-out, or by the caller's leaving. */
export type Ending =
  | { kind: "end"; end: End }
  | { kind: "error"; code: ErrorCode; isRetryable: boolean; retryAfterMs: number | null }
  | { kind: "crash" }
  | { kind: "silence" }
  | { kind: "cancel" };
export type Try = { pieces: Piece[]; ending: Ending };

/** Timers that fire when a script is silent: the nearest first. */
export function scriptedTimers(): { setTimer: SetTimer; fire(): void } {
  const waiting = new Set<{ run: () => void; ms: number }>();
  const setTimer: SetTimer = (run, ms) => {
    const timer = { run, ms };
    waiting.add(timer);
    return () => waiting.delete(timer);
  };
  const fire = () => {
    const [next] = [...waiting].toSorted((a, b) => a.ms - b.ms);
    if (!next) throw new Error("a script waits for a time-out that nobody set");
    waiting.delete(next);
    next.run();
  };
  return { setTimer, fire };
}

type World = { fireTimer: () => void; cancel: () => void; requests: ChatRequest[] };

/** A target whose tries go as written; the last one is repeated. What it was asked goes to `requests`. */
export function scriptedTarget(
  card: ModelCard,
  { tries, ...place }: { tries: Try[] } & Omit<RoutedTarget, "card" | "model">,
  world: World,
): RoutedTarget {
  let asked = 0;
  async function* play(request: ChatRequest, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
    world.requests.push(structuredClone(withoutUndefined(request)));
    const now = tries[Math.min(asked, tries.length - 1)];
    asked += 1;
    if (!now) throw new Error("a script without tries");
    for (const piece of now.pieces) {
      signal?.throwIfAborted();
      yield piece;
    }
    yield* conclude(now.ending, signal, world);
  }
  const complete = async (request: ChatRequest, signal: AbortSignal | undefined) => {
    const events: ChatEvent[] = [];
    for await (const event of play(request, signal)) events.push(event);
    return events;
  };
  const model = new ChatModel({
    name: card.connectionName,
    model: card.model,
    transport: { stream: play, complete },
    isSimulated: false,
    isLocal: false,
  });
  return { card, model, ...place };
}

async function* conclude(
  ending: Ending,
  signal: AbortSignal | undefined,
  world: World,
): AsyncGenerator<ChatEvent> {
  switch (ending.kind) {
    case "end":
      yield ending.end;
      return;
    case "error": {
      const { code, isRetryable, retryAfterMs } = ending;
      throw new AppError(code, `refused with ${code}`, {
        details: { status: 500, isRetryable, retryAfterMs },
      });
    }
    case "crash":
      throw new TypeError("a defect");
    default: {
      const stopped = new Promise((_, reject) =>
        signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true }),
      );
      if (ending.kind === "cancel") world.cancel();
      else world.fireTimer();
      await stopped;
    }
  }
}

function withoutUndefined(request: ChatRequest): ChatRequest {
  return Object.fromEntries(
    Object.entries(request).filter(([, value]) => value !== undefined),
  ) as ChatRequest;
}
