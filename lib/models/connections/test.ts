import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { connections } from "#db/schema/models";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError, toAppError } from "#platform/errors";
import { type ConnectionTestEvent, TestConnectionInput } from "../schema.ts";
import { getConnectionInProject, modelsOf } from "./internal.ts";
import { createChatModel } from "./target.ts";

const question = "Say hello in one short sentence.";
/** A base model completes instead of obeying, so it gets a beginning. */
const beginning = "Question: Why is the sky blue?\nAnswer: The sky is blue because";

/**
 * Streams one short reply through a connection and keeps whether it worked. A provider's failure is an `error` event,
 * not a throw. Throws not_found, forbidden, invalid_input (no model to ask).
 */
export async function* testConnection(
  ctx: Context,
  input: TestConnectionInput,
  options: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<ConnectionTestEvent> {
  requirePermission(ctx, "connection.test");
  const { connectionId, model: asked, prompt } = TestConnectionInput.parse(input);
  const { kind } = await getConnectionInProject(ctx, connectionId);
  const model = asked ?? (await modelsOf(ctx, [connectionId])).find((row) => row.isEnabled)?.name;
  if (!model)
    throw new AppError("invalid_input", "Add a model to this connection first; a test asks one of them.");
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  yield { type: "start", model };
  let failure: AppError | null = null;
  try {
    const chat = await createChatModel(ctx, { connectionId, model });
    let text = "";
    let timeToFirstTokenMs: number | null = null;
    const content = prompt ?? (kind === "local" ? beginning : question);
    const request = {
      messages: [{ role: "user" as const, content }],
      maxTokens: 48,
      ...(kind === "local" ? { stop: ["\n"] } : {}),
    };
    for await (const event of chat.converse(request, options)) {
      if (event.type === "delta") {
        timeToFirstTokenMs ??= elapsed();
        text += event.text;
        yield { type: "delta", text: event.text, timeToFirstTokenMs };
      } else if (event.type === "end") {
        yield { type: "done", text, usage: event.usage, latencyMs: elapsed(), timeToFirstTokenMs };
      }
    }
  } catch (thrown) {
    failure = toAppError(thrown);
    yield { type: "error", code: failure.code, message: failure.message };
  }
  if (failure?.code !== "cancelled") await keepResult(ctx, connectionId, model, failure?.message ?? null);
}

async function keepResult(
  ctx: Context,
  connectionId: string,
  model: string,
  error: string | null,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const connection = await getConnectionInProject(tx, connectionId);
    await tx.db
      .update(connections)
      .set({ lastTestedAt: tx.clock.now(), lastTestError: error })
      .where(and(eq(connections.projectId, tx.project), eq(connections.id, connectionId)));
    await appendAudit(tx, {
      action: "connection.test",
      subject: { type: "connection", id: connection.id, name: connection.name },
      after: { model, error },
    });
  });
}
