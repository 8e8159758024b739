import { type Context, requirePermission } from "#lib/identity";
import { keepConnectionTest, modelToTest } from "#lib/models";
import { toAppError } from "#platform/errors";
import { TestConnectionInput } from "#schema/models";
import { streamGeneration } from "./generate.ts";
import type { ConnectionTestEvent, GenerateInput, LiveGeneration } from "./schema.ts";

const question = "Say hello in one short sentence.";
/** A base model completes instead of obeying, so it gets a beginning. */
const beginning = "Question: Why is the sky blue?\nAnswer: The sky is blue because";

/**
 * Streams one short reply through a connection, recorded and priced as a generation of source "test", and keeps whether it
 * worked. A provider's failure is an `error` event, not a throw. Throws not_found, forbidden, invalid_input (no model to ask).
 */
export async function* testConnection(
  ctx: Context,
  input: TestConnectionInput,
  options: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<ConnectionTestEvent> {
  requirePermission(ctx, "connection.test");
  const { connectionId, prompt, ...asked } = TestConnectionInput.parse(input);
  const { kind, model } = await modelToTest(ctx, { connectionId, ...asked });
  yield { type: "start", model };
  const isBase = kind === "local";
  const call: GenerateInput = {
    source: "test",
    targets: [{ connectionId, model }],
    messages: [{ role: "user", content: prompt ?? (isBase ? beginning : question) }],
    settings: { maxTokens: 48, ...(isBase ? { stop: ["\n"] } : {}) },
  };
  let last: ConnectionTestEvent | null = null;
  for await (const event of replies(ctx, call, options)) {
    last = event;
    yield event;
  }
  if (last?.type === "error" && last.code === "cancelled") return;
  await keepConnectionTest(ctx, {
    connectionId,
    model,
    error: last?.type === "error" ? last.message : null,
  });
}

type Done = Extract<ConnectionTestEvent, { type: "done" }>;

async function* replies(
  ctx: Context,
  call: GenerateInput,
  options: { signal?: AbortSignal | undefined },
): AsyncGenerator<ConnectionTestEvent> {
  const startedAt = performance.now();
  let timeToFirstTokenMs: number | null = null;
  try {
    for await (const event of streamGeneration(ctx, call, options)) {
      if (event.type === "delta") {
        timeToFirstTokenMs ??= Math.round(performance.now() - startedAt);
        yield { type: "delta", text: event.text, timeToFirstTokenMs };
      } else if (event.type === "done") {
        yield { type: "done", timeToFirstTokenMs, generation: resultOf(event.generation) };
      } else if (event.type === "error") {
        yield { type: "error", code: event.code, message: event.message };
      }
    }
  } catch (thrown) {
    const { code, message } = toAppError(thrown);
    yield { type: "error", code, message };
  }
}

function resultOf(generation: LiveGeneration): Done["generation"] {
  const { id, output, latencyMs, inputTokens, outputTokens, isUsageEstimated, costUsd } = generation;
  return { id, output, latencyMs, inputTokens, outputTokens, isUsageEstimated, costUsd };
}
