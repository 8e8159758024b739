import type { Dispatcher } from "undici";
import { AppError } from "#platform/errors";
import type { ChatEvent, ChatRequest, ChatUsage } from "./schema.ts";
import { requestAt } from "./http-pool.ts";
import { errorOfBody, type SaidError, saidError } from "./error-body.ts";
import { listOf, recordOf, textOf } from "./loose.ts";
import { type Added, AnswerBuilder } from "./openai-answer.ts";
import { openAiBody } from "./openai-body.ts";
import { SseParser } from "./sse.ts";
import { estimateUsage } from "./tokens.ts";
import { isCounted, makeUsage, settleUsage } from "./usage.ts";
import { type ChatTransport, defaultTimeouts, type UpstreamTimeouts } from "./transport.ts";
import { errorOfFailure, errorOfStatus, malformedAnswer, retryAfterIn } from "./upstream-error.ts";

export type OpenAiTarget = {
  /** The connection's name, for messages. */
  name: string;
  baseUrl: string;
  apiKey: string | null;
  model: string;
  timeouts?: Partial<UpstreamTimeouts>;
  allowPrivate?: boolean;
  now?: () => Date;
  /** Whose connection it is: names of connections repeat between projects. */
  queueKey?: string;
};

type Answer = Dispatcher.ResponseData;

/** The member of a chunk that a form puts ids into. */
export const announcedMember = "announced";

/** The member of a chunk by which a form says that the answer is under way. */
export const aliveMember = "alive";

/** One of the addresses of OpenAI's protocol at which a model is asked: its body, and its answers in the form of chat's. */
export type WireForm = {
  path: string;
  bodyOf: typeof openAiBody;
  /** Reads the answers of one call, a whole one or event by event; null for an event that says nothing. */
  reader(): (answer: Record<string, unknown>) => Record<string, unknown> | null;
};

const chatForm: WireForm = {
  path: "/chat/completions",
  bodyOf: openAiBody,
  reader: () => (answer) => answer,
};

/** Everything that speaks OpenAI's protocol, over our own pool of sockets; its chat where nothing else is said. Redirects are not followed. */
export function openAiTransport(target: OpenAiTarget, form: WireForm = chatForm): ChatTransport {
  const url = new URL(`${target.baseUrl.replace(/\/+$/, "")}${form.path}`);
  const isOpenAi = url.hostname === "api.openai.com";
  const timeouts = { ...defaultTimeouts, ...target.timeouts };

  const send = async (
    body: Record<string, unknown>,
    { traceparent }: ChatRequest,
    signal: AbortSignal | undefined,
  ): Promise<Answer> => {
    const isStream = body["stream"] === true;
    try {
      const options = {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: isStream ? "text/event-stream" : "application/json",
          "user-agent": "valueloop",
          ...(traceparent ? { traceparent } : {}),
          ...(target.apiKey ? { authorization: `Bearer ${target.apiKey}` } : {}),
        },
        body: JSON.stringify(body),
        headersTimeout: timeouts.headersMs,
        // Silence in the middle of a stream is watched below; until the first byte, and for a whole answer, it may think.
        bodyTimeout: timeouts.headersMs,
        signal: signal ?? null,
      } as const;
      const { connectMs } = timeouts;
      return await requestAt(url, options, { allowPrivate: target.allowPrivate, connectMs });
    } catch (thrown) {
      throw errorOfFailure(target.name, thrown, signal);
    }
  };

  /** Sends, and throws for every answer that is not a success. Servers that refuse `stream_options` are asked without. */
  const ask = async (
    request: ChatRequest,
    isStream: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Answer> => {
    let withUsage = true;
    let answer: Answer;
    let refused: SaidError;
    for (;;) {
      const body = form.bodyOf(request, target.model, { isStream, isOpenAi });
      if (!withUsage) delete body["stream_options"];
      answer = await send(body, request, signal);
      if (answer.statusCode < 300) return answer;
      refused = await errorOfBody(answer.body, target.apiKey);
      const { said } = refused;
      const { statusCode: status } = answer;
      const isAboutUsage = [400, 422].includes(status) && said.includes("stream_options");
      if (!(isStream && withUsage && isAboutUsage)) break;
      withUsage = false;
    }
    throw errorOfStatus(target.name, {
      status: answer.statusCode,
      retryAfter: retryAfterIn(answer.headers),
      ...refused,
      ...(target.now ? { now: target.now() } : {}),
    });
  };

  const finish = async (builder: AnswerBuilder, request: ChatRequest): Promise<ChatEvent> => {
    const { members } = builder;
    return {
      type: "end",
      usage: await usageOf(builder, request),
      finishReason: builder.finishReason ?? "other",
      toolCalls: builder.toolCalls,
      refusal: builder.refusal || null,
      model: builder.model ?? target.model,
      ...(members ? { members } : {}),
      computeMs: null,
    };
  };

  /** Reads one body or event; null where it says nothing. Throws for an error in an answer's place, in whichever form. */
  const read = (data: string, inForm: ReturnType<WireForm["reader"]>): Record<string, unknown> | null => {
    const answer = inForm(checked(readJson(data, target.name)));
    return answer && checked(answer);
  };

  const checked = (answer: Record<string, unknown>): Record<string, unknown> => {
    const error = saidError(answer, target.apiKey);
    if (!error) return answer;
    throw errorOfStatus(target.name, error);
  };

  const complete = async (request: ChatRequest, signal: AbortSignal | undefined): Promise<ChatEvent[]> => {
    const answer = await ask(request, false, signal);
    let text: string;
    try {
      text = await answer.body.text();
    } catch (thrown) {
      throw errorOfFailure(target.name, thrown, signal, true);
    }
    const builder = builderFor(request);
    const parsed = read(text, form.reader()) ?? {};
    if (listOf(parsed["choices"]).length === 0) throw malformedAnswer(target.name);
    return [...eventsOf(builder.add(parsed)), await finish(builder, request)];
  };

  async function* stream(request: ChatRequest, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
    const answer = await ask(request, true, signal);
    const builder = builderFor(request);
    if (isPage(answer)) {
      answer.body.destroy();
      throw malformedAnswer(target.name);
    }
    const parser = isEventStream(answer) ? new SseParser() : new WholeBody();
    const readForm = form.reader();
    let isDone = false;
    let hasHead = false;
    const take = function* (events: string[]): Generator<ChatEvent> {
      for (const data of events) {
        if (isDone || data.trim() === "") continue;
        if (data === "[DONE]") {
          isDone = true;
          continue;
        }
        const chunk = read(data, readForm);
        if (chunk === null) continue;
        const added = builder.add(chunk);
        const announced = announcedIn(chunk);
        if (announced) yield announced;
        // Some servers say in a first chunk only what their filters found.
        if (!hasHead && textOf(chunk["model"])) {
          hasHead = true;
          const head = headOf(chunk, target.model);
          if (head) yield head;
        }
        yield* eventsOf(chunk[aliveMember] === true ? { ...added, isSign: true } : added);
      }
    };
    try {
      for await (const bytes of withinIdle(answer.body, request.idleTimeoutMs ?? timeouts.idleMs))
        yield* take(parser.push(bytes as Uint8Array));
      yield* take(parser.end());
    } catch (thrown) {
      throw errorOfFailure(target.name, thrown, signal, true);
    } finally {
      // A reader that stops early must not leave the provider generating.
      answer.body.destroy();
    }
    if (!isDone && builder.finishReason === null) {
      throw new AppError(
        "upstream_failed",
        `${target.name} broke off in the middle of its answer. Try again.`,
        {
          details: { status: null, isRetryable: true, retryAfterMs: null, isNetwork: true },
        },
      );
    }
    yield await finish(builder, request);
  }

  return { stream, complete };
}

/** The pieces of a body, which must follow each other within a time once the first is there. */
async function* withinIdle(body: Answer["body"], idleMs: number): AsyncGenerator<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = Object.assign(new Error("a stream went silent"), { code: "UND_ERR_BODY_TIMEOUT" });
  try {
    for await (const bytes of body) {
      clearTimeout(timer);
      yield bytes;
      timer = setTimeout(() => body.destroy(late), idleMs);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** For a server that answers a streaming request with one JSON body all the same. */
class WholeBody {
  readonly #parts: Uint8Array[] = [];
  push(bytes: Uint8Array): string[] {
    this.#parts.push(bytes);
    return [];
  }
  end(): string[] {
    return [Buffer.concat(this.#parts).toString("utf8")];
  }
}

function isEventStream(answer: Answer): boolean {
  return !contentType(answer).startsWith("application/json");
}

/** A web page in place of a stream: a wrong address, or a proxy's own message. */
function isPage(answer: Answer): boolean {
  return contentType(answer).startsWith("text/html");
}

function contentType(answer: Answer): string {
  return String(answer.headers["content-type"] ?? "text/event-stream").toLowerCase();
}

function readJson(data: string, name: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch (cause) {
    throw malformedAnswer(name, cause);
  }
  const answer = recordOf(parsed);
  if (!answer) throw malformedAnswer(name);
  return answer;
}

/** Thinking, then text, then pieces of calls; where something else came, a sign that the answer is under way. */
function eventsOf({ text, reasoning, thoughtIn, pieces, isSign }: Added): ChatEvent[] {
  if (!text && !reasoning && pieces.length === 0) return isSign ? [{ type: "sign" }] : [];
  return [
    ...(reasoning
      ? [{ type: "reasoning" as const, text: reasoning, ...(thoughtIn ? { thoughtIn } : {}) }]
      : []),
    ...(text ? [{ type: "delta" as const, text }] : []),
    ...pieces.map((piece) => ({ type: "call" as const, ...piece })),
  ];
}

function builderFor({ extra }: ChatRequest): AnswerBuilder {
  const n = extra?.["n"];
  return new AnswerBuilder({ hasSeveral: typeof n === "number" && n > 1 });
}

/** Ids that a server with /responses says before what they stand for; in a stream they must be told as early. */
function announcedIn(chunk: Record<string, unknown>): ChatEvent | null {
  const members = recordOf(chunk[announcedMember]);
  return members && { type: "head", model: null, members };
}

/** What clients read from every chunk and know from the first; null where there is nothing that they do not know. */
function headOf(chunk: Record<string, unknown>, asked: string): ChatEvent | null {
  const named = ["system_fingerprint", "service_tier"].flatMap((name) =>
    typeof chunk[name] === "string" ? [[name, chunk[name]] as const] : [],
  );
  const model = textOf(chunk["model"]);
  if (named.length === 0 && (model === null || model === asked)) return null;
  return { type: "head", model, members: Object.fromEntries(named) };
}

/** What the server counted; what it did not, counted by us and marked as an estimate. */
async function usageOf(builder: AnswerBuilder, request: ChatRequest): Promise<ChatUsage> {
  const { counts, written } = builder;
  const hasOutput = builder.hasOutput || written.length > 1;
  if (isCounted(counts, hasOutput))
    return settleUsage(counts, hasOutput, makeUsage({ inputTokens: 0, outputTokens: 0 }));
  return settleUsage(counts, hasOutput, await estimateUsage(request, ...written));
}
