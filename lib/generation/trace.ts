import { drawBytes } from "#platform/random";
import type { ChatSettings, ModelCard } from "#schema/models";
import type { Span } from "#schema/observability";

/** The names OpenTelemetry's registry gives to providers whose ids differ from ours. */
const providerNames: Record<string, string> = {
  google: "gcp.gemini",
  mistral: "mistral_ai",
  azure: "azure.ai.openai",
  aws: "aws.bedrock",
  x: "x_ai",
  xai: "x_ai",
};

export function otelProviderName(provider: string): string {
  return providerNames[provider] ?? provider;
}

function randomHex(count: number): string {
  const { buffer, byteOffset } = drawBytes(count);
  return Buffer.from(buffer, byteOffset, count).toString("hex");
}

type OpenSpan = { span: Span; begin: number };

/** Collects the spans of one generation. Times are a wall-clock start plus a monotonic clock, so they never run backwards. */
export class TraceRecorder {
  readonly traceId: string;
  readonly spans: Span[] = [];
  readonly #generationId: string;
  readonly #startedAt: number;
  readonly #origin = performance.now();

  constructor(generationId: string, startedAt: Date, traceId?: string) {
    this.#generationId = generationId;
    this.#startedAt = startedAt.getTime();
    this.traceId = traceId ?? randomHex(16);
  }

  /** Milliseconds since the generation began. */
  elapsedMs(): number {
    return performance.now() - this.#origin;
  }

  start(
    name: string,
    kind: Span["kind"],
    parent: OpenSpan | string | null,
    attributes: Record<string, unknown> = {},
  ): OpenSpan {
    const begin = this.elapsedMs();
    const span: Span = {
      traceId: this.traceId,
      spanId: randomHex(8),
      // A span of somebody else's is known by its id alone.
      parentSpanId: typeof parent === "string" ? parent : (parent?.span.spanId ?? null),
      generationId: this.#generationId,
      name,
      kind,
      startUs: this.#microseconds(begin),
      endUs: this.#microseconds(begin),
      status: "unset",
      statusMessage: null,
      attributes,
      events: [],
    };
    this.spans.push(span);
    return { span, begin };
  }

  end(open: OpenSpan, status: Span["status"], attributes: Record<string, unknown> = {}): void {
    open.span.endUs = this.#microseconds(this.elapsedMs());
    open.span.status = status;
    Object.assign(open.span.attributes, attributes);
  }

  #microseconds(elapsedMs: number): number {
    return Math.round((this.#startedAt + elapsedMs) * 1_000);
  }
}

export type { OpenSpan };

/** The attributes of a `chat {model}` span that are known before the call. */
export function requestAttributes(
  card: ModelCard,
  settings: ChatSettings,
  isStream: boolean,
): Record<string, unknown> {
  return dropAbsent({
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": otelProviderName(card.provider),
    "gen_ai.request.model": card.model,
    "gen_ai.request.temperature": settings.temperature,
    "gen_ai.request.top_p": settings.topP,
    "gen_ai.request.frequency_penalty": settings.frequencyPenalty,
    "gen_ai.request.presence_penalty": settings.presencePenalty,
    "gen_ai.request.max_tokens": settings.maxTokens,
    "gen_ai.request.seed": settings.seed,
    "gen_ai.request.stop_sequences": settings.stop?.length ? settings.stop : undefined,
    "gen_ai.request.stream": isStream || undefined,
    "gen_ai.output.type": settings.responseSchema ? "json" : undefined,
    "valueloop.connection.name": card.connectionName,
    "valueloop.simulated": card.isSimulated || undefined,
  });
}

export function dropAbsent(record: Record<string, unknown>): Record<string, unknown> {
  const present: Record<string, unknown> = {};
  for (const name in record) if (record[name] !== undefined) present[name] = record[name];
  return present;
}
