import { type Context, may } from "#lib/identity";
import { beginRequest, type BegunRequest, type KeptAnswer, leaseMs } from "#lib/requests";
import { type ErrorCode, errorTable } from "#platform/errors";
import { logger } from "#platform/logger";
import type { ApiContext } from "./context.ts";
import { headerOf, keepResponse } from "./node.ts";
import { generationIdHeader } from "./openai/failure.ts";

/**
 * Answers a request once, however often it is sent with the same Idempotency-Key: later ones get the first answer, a
 * stream as a stream. What failed, or broke off, is not kept, so that sending it again runs it again. Throws as
 * `beginRequest`.
 */
export async function onceByKey(
  c: ApiContext,
  ctx: Context,
  body: unknown,
  run: () => Promise<Response>,
): Promise<Response> {
  const key = headerOf(c, "idempotency-key");
  if (key === undefined) return await run();
  const request = [c.req.method, c.req.path, c.req.query(), body ?? null];
  // What was answered while the program could read personal data is no answer for one that cannot any more.
  if (!may(ctx, "pii.read")) request.push("masked");
  const begun = await beginRequest(ctx, { key, request });
  if (begun.kind === "again") return replayOf(begun.answer);
  keepResponse(c);
  const held = holding(begun);
  try {
    return await kept(await run(), held, () => c.get("isNotToBeStored") !== true);
  } catch (error) {
    await held.forget();
    throw error;
  }
}

type First = Pick<Extract<BegunRequest, { kind: "first" }>, "keep" | "forget">;

/**
 * Renews the lease of a request until it is kept or forgotten. Neither fails: the answer is there and paid for, and a
 * database that is away must not take it from the caller.
 */
function holding(begun: Extract<BegunRequest, { kind: "first" }>): First {
  const noted = (what: string) => (error: unknown) => logger().error({ err: error }, what);
  const timer = setInterval(
    () => void begun.renew().catch(noted("the lease of an Idempotency-Key was not renewed")),
    leaseMs / 3,
  );
  timer.unref();
  return {
    keep: async (answer) => {
      clearInterval(timer);
      await begun.keep(answer).catch(noted("an answer was not kept for its Idempotency-Key"));
    },
    forget: async () => {
      clearInterval(timer);
      await begun.forget().catch(noted("an Idempotency-Key was not freed"));
    },
  };
}

async function kept(response: Response, begun: First, mayStore: () => boolean): Promise<Response> {
  const { status, headers, body } = response;
  const contentType = headers.get("content-type") ?? "application/json";
  const answerOf = (text: string): KeptAnswer => {
    return { status, contentType, generationId: headers.get(generationIdHeader), text };
  };
  if (!body || !contentType.startsWith("text/event-stream")) {
    const text = await response.text();
    if (mayStore() && isKept(status, text)) await begun.keep(answerOf(text));
    else await begun.forget();
    return new Response(text, { status, headers });
  }
  const settle = (text: string) =>
    mayStore() && isWhole(text) ? begun.keep(answerOf(text)) : begun.forget();
  return new Response(whileKeeping(body, begun, settle), { status, headers });
}

/** A refusal by a policy stands; what a provider, with whatever status, or a limit refused may go well the next time. */
function isKept(status: number, text: string): boolean {
  if (status !== errorTable.guardrail_blocked.status) return status < 400;
  const { error, code } = JSON.parse(text) as { error?: { code?: unknown }; code?: unknown };
  return (error?.code ?? code) === ("guardrail_blocked" satisfies ErrorCode);
}

/** The stream as it comes; it is kept when it has come to its end. */
function whileKeeping(
  body: ReadableStream<Uint8Array>,
  begun: First,
  settle: (text: string) => Promise<void>,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await reader.read();
        if (!done) {
          text += decoder.decode(value, { stream: true });
          return controller.enqueue(value);
        }
        await settle(text);
        controller.close();
      } catch (error) {
        await begun.forget();
        controller.error(error);
      }
    },
    async cancel(reason) {
      await reader.cancel(reason);
      await begun.forget();
    },
  });
}

/** True for a stream that said its last: one that ends in an error does not. */
function isWhole(text: string): boolean {
  return (
    text.endsWith("data: [DONE]\n\n") || /\nevent: response\.(completed|incomplete)\n[^\n]*\n\n$/.test(text)
  );
}

function replayOf({ status, contentType, generationId, text }: KeptAnswer): Response {
  const headers = {
    "content-type": contentType,
    "idempotent-replayed": "true",
    ...(generationId ? { [generationIdHeader]: generationId } : {}),
    ...(contentType.startsWith("text/event-stream") ? { "x-accel-buffering": "no" } : {}),
  };
  return new Response(text, { status, headers });
}
