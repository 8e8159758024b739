import type { Dispatcher } from "undici";
import { AppError } from "#platform/errors";
import type { ChatEvent, ChatRequest } from "../schema.ts";
import { poolFor } from "./http-pool.ts";
import { AnswerBuilder, OpenAiAnswer } from "./openai-answer.ts";
import { openAiBody } from "./openai-body.ts";
import { SseParser } from "./sse.ts";
import { plainerAfter, rememberStructured, structuredOf } from "./structured.ts";
import { estimateUsage } from "./tokens.ts";
import { type ChatTransport, defaultTimeouts, type UpstreamTimeouts } from "./transport.ts";
import { errorOfFailure, errorOfStatus, malformedAnswer } from "./upstream-error.ts";

export type OpenAiTarget = {
  /** The connection's name, for messages. */
  name: string;
  baseUrl: string;
  apiKey: string | null;
  model: string;
  timeouts?: Partial<UpstreamTimeouts>;
  allowPrivate?: boolean;
  now?: () => Date;
};

type Answer = Dispatcher.ResponseData;

/** Everything that speaks OpenAI's chat protocol, over our own pool of sockets. Redirects are not followed. */
export function openAiTransport(target: OpenAiTarget): ChatTransport {
  const url = new URL(`${target.baseUrl.replace(/\/+$/, "")}/chat/completions`);
  const isOpenAi = url.hostname === "api.openai.com";
  const timeouts = { ...defaultTimeouts, ...target.timeouts };

  const send = async (body: Record<string, unknown>, signal: AbortSignal | undefined): Promise<Answer> => {
    const isStream = body["stream"] === true;
    try {
      return await poolFor(url, target.allowPrivate, timeouts.connectMs).request({
        path: `${url.pathname}${url.search}`,
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: isStream ? "text/event-stream" : "application/json",
          "user-agent": "valueloop",
          ...(target.apiKey ? { authorization: `Bearer ${target.apiKey}` } : {}),
        },
        body: JSON.stringify(body),
        headersTimeout: timeouts.headersMs,
        bodyTimeout: timeouts.idleMs,
        signal: signal ?? null,
      });
    } catch (thrown) {
      throw errorOfFailure(target.name, thrown, signal);
    }
  };

  /**
   * Sends, and throws for every answer that is not a success. Servers that refuse `stream_options` are asked without;
   * those without structured output are asked more plainly where the request allows it.
   */
  const ask = async (
    request: ChatRequest,
    isStream: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Answer> => {
    const mayBePlain = request.responseSchema !== undefined && request.mayAskPlainly === true;
    let structured = mayBePlain ? structuredOf(url.href, target.model) : "json_schema";
    let withUsage = true;
    let answer: Answer;
    let said: string;
    for (;;) {
      const body = openAiBody(request, target.model, { isStream, isOpenAi, structured });
      if (!withUsage) delete body["stream_options"];
      answer = await send(body, signal);
      if (answer.statusCode < 300) {
        if (mayBePlain) rememberStructured(url.href, target.model, structured);
        return answer;
      }
      said = await errorText(answer);
      const { statusCode: status } = answer;
      const isAboutUsage = [400, 422].includes(status) && said.includes("stream_options");
      const plainer = mayBePlain ? plainerAfter(structured, { status, said }) : null;
      if (isStream && withUsage && isAboutUsage) withUsage = false;
      else if (plainer) structured = plainer;
      else break;
    }
    const retryAfter = answer.headers["retry-after"];
    throw errorOfStatus(target.name, {
      status: answer.statusCode,
      retryAfter: typeof retryAfter === "string" ? retryAfter : null,
      said: redact(said, target.apiKey),
      ...(target.now ? { now: target.now() } : {}),
    });
  };

  const finish = async (builder: AnswerBuilder, request: ChatRequest): Promise<ChatEvent> => ({
    type: "end",
    usage: builder.usage ?? (await estimateUsage(request.messages, builder.text)),
    finishReason: builder.finishReason ?? "other",
    toolCalls: builder.toolCalls,
    model: builder.model ?? target.model,
    computeMs: null,
  });

  const read = (data: string): OpenAiAnswer => {
    const answer = readJson(data, target.name);
    if (answer.error) throw streamedError(answer.error, target);
    return answer;
  };

  const complete = async (request: ChatRequest, signal: AbortSignal | undefined): Promise<ChatEvent[]> => {
    const answer = await ask(request, false, signal);
    let text: string;
    try {
      text = await answer.body.text();
    } catch (thrown) {
      throw errorOfFailure(target.name, thrown, signal, true);
    }
    const builder = new AnswerBuilder();
    const parsed = read(text);
    if (!parsed.choices?.length) throw malformedAnswer(target.name);
    const added = builder.add(parsed);
    return [...(added ? [{ type: "delta" as const, text: added }] : []), await finish(builder, request)];
  };

  async function* stream(request: ChatRequest, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
    const answer = await ask(request, true, signal);
    const builder = new AnswerBuilder();
    const parser = isEventStream(answer) ? new SseParser() : new WholeBody();
    let isDone = false;
    const take = function* (events: string[]): Generator<ChatEvent> {
      for (const data of events) {
        if (isDone || data.trim() === "") continue;
        if (data === "[DONE]") {
          isDone = true;
          continue;
        }
        const text = builder.add(read(data));
        if (text) yield { type: "delta", text };
      }
    };
    try {
      for await (const bytes of answer.body) yield* take(parser.push(bytes as Uint8Array));
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
          details: { status: null, isRetryable: true, retryAfterMs: null },
        },
      );
    }
    yield await finish(builder, request);
  }

  return { stream, complete };
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
  return !String(answer.headers["content-type"] ?? "text/event-stream").startsWith("application/json");
}

function readJson(data: string, name: string): OpenAiAnswer {
  try {
    return OpenAiAnswer.parse(JSON.parse(data));
  } catch (cause) {
    throw malformedAnswer(name, cause);
  }
}

function streamedError(error: NonNullable<OpenAiAnswer["error"]>, target: OpenAiTarget): AppError {
  const said = typeof error === "string" ? error : (error.message ?? "");
  const code = typeof error === "string" ? null : Number(error.code);
  const status = code !== null && code >= 400 && code < 600 ? code : 500;
  return errorOfStatus(target.name, { status, said: redact(said, target.apiKey) });
}

/** The provider's own words out of an error's body, at most a few lines of it. */
async function errorText(answer: Answer): Promise<string> {
  let text = "";
  try {
    for await (const bytes of answer.body) {
      text += String(bytes);
      if (text.length > 20_000) break;
    }
  } catch {
    // The status already says what went wrong; the rest of a broken error body would add nothing.
  }
  answer.body.destroy();
  return messageOf(text).slice(0, 400);
}

function messageOf(text: string): string {
  if (!text.trimStart().startsWith("{")) return text.startsWith("<") ? "" : text.trim();
  try {
    const { error } = OpenAiAnswer.parse(JSON.parse(text));
    return typeof error === "string" ? error : (error?.message ?? text);
  } catch {
    return text;
  }
}

/** Providers quote the key they refuse; it must reach neither a page nor a log. */
function redact(text: string, apiKey: string | null): string {
  const withoutOwn = apiKey ? text.replaceAll(apiKey, "[key]") : text;
  return withoutOwn.replace(/\b(sk|gsk|key|vl)[-_][\w*-]{6,}/g, "[key]");
}
