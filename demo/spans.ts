import { randomBytes } from "node:crypto";
import type { Random } from "#platform/random";
import type { Span } from "#schema/observability";

/** One try of the model: how long it took, how it ended, and how long was waited before it. */
export type Attempt = { waitMs: number; durationMs: number; error?: { code: string; message: string } };

/** What the spans of a call are made of; the names and attributes are those of lib/generation. */
export type Course = {
  generationId: string;
  traceId: string;
  startedAt: Date;
  path: string;
  model: string;
  provider: string;
  connectionName: string;
  settings: { temperature?: number | undefined; maxTokens?: number | undefined };
  isJson: boolean;
  isStream: boolean;
  firstTokenMs: number | null;
  attempts: Attempt[];
  isCancelled: boolean;
  inputTokens: number | null;
  outputTokens: number | null;
  isEstimated: boolean;
  finishReason: string | null;
};

/** The spans of a call with all its tries, and how long it took in all. */
export function spansOf(course: Course, random: Random): { spans: Span[]; latencyMs: number } {
  const spans: Span[] = [];
  const microseconds = (elapsedMs: number) => Math.round((course.startedAt.getTime() + elapsedMs) * 1_000);
  const add = (
    name: string,
    { begin, durationMs, ...rest }: Partial<Span> & { begin: number; durationMs: number },
  ) => {
    const span: Span = {
      traceId: course.traceId,
      spanId: randomBytes(8).toString("hex"),
      parentSpanId: spans[0]?.spanId ?? null,
      generationId: course.generationId,
      name,
      kind: "internal",
      startUs: microseconds(begin),
      endUs: microseconds(begin + durationMs),
      status: "ok",
      statusMessage: null,
      attributes: {},
      events: [],
      ...rest,
    };
    spans.push(span);
    return begin + durationMs;
  };
  add("generate", { begin: 0, durationMs: 0, attributes: { "valueloop.source": "api" } });
  let elapsed = add("render", {
    begin: 0.1 + 0.2 * random(),
    durationMs: 0.4 + 2 * random() ** 2,
    attributes: { "gen_ai.prompt.name": course.path },
  });
  elapsed = add("guard input", { begin: elapsed, durationMs: 0.05 + 0.3 * random() });
  for (const [index, attempt] of course.attempts.entries())
    elapsed = add(`chat ${course.model}`, {
      begin: elapsed + attempt.waitMs,
      durationMs: attempt.durationMs,
      kind: "client",
      status: attempt.error ? "error" : course.isCancelled ? "unset" : "ok",
      attributes: chatAttributes(course, attempt, index),
    });
  const last = course.attempts.at(-1);
  if (!course.isStream && !last?.error && !course.isCancelled)
    elapsed = add("guard output", { begin: elapsed, durationMs: 0.04 + 0.2 * random() });
  const [root] = spans;
  if (root) {
    root.endUs = microseconds(elapsed);
    root.status = last?.error ? "error" : course.isCancelled ? "unset" : "ok";
    if (last?.error) root.attributes = { ...root.attributes, "error.type": last.error.code };
    if (course.isCancelled) root.attributes = { ...root.attributes, "error.type": "cancelled" };
  }
  return { spans, latencyMs: elapsed };
}

function chatAttributes(course: Course, { error }: Attempt, index: number): Record<string, unknown> {
  const isLast = index === course.attempts.length - 1;
  const said = error ?? (course.isCancelled ? { code: "cancelled", message: cancelledMessage } : undefined);
  return dropAbsent({
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": course.provider,
    "gen_ai.request.model": course.model,
    "gen_ai.request.temperature": course.settings.temperature,
    "gen_ai.request.max_tokens": course.settings.maxTokens,
    "gen_ai.request.stream": course.isStream || undefined,
    "gen_ai.output.type": course.isJson ? "json" : undefined,
    "valueloop.connection.name": course.connectionName,
    "valueloop.retry": index > 0 ? index : undefined,
    "gen_ai.response.model": course.model,
    "gen_ai.response.finish_reasons": isLast && course.finishReason ? [course.finishReason] : undefined,
    "gen_ai.response.time_to_first_chunk":
      isLast && course.firstTokenMs !== null ? course.firstTokenMs / 1_000 : undefined,
    "gen_ai.usage.input_tokens": isLast ? (course.inputTokens ?? undefined) : undefined,
    "gen_ai.usage.output_tokens": isLast ? (course.outputTokens ?? undefined) : undefined,
    "valueloop.usage.estimated": (isLast && course.isEstimated) || undefined,
    "error.type": said?.code,
    "valueloop.error.message": said?.message,
  });
}

export const cancelledMessage = "The call was cancelled.";

function dropAbsent(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
