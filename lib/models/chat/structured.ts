import { LRUCache } from "lru-cache";
import { isAppError } from "#platform/errors";
import { once } from "#platform/runtime";
import type { ChatEvent, ChatRequest } from "./schema.ts";
import type { ChatTransport } from "./transport.ts";
import type { UpstreamDetails } from "./upstream-error.ts";

/** How a server takes the wish for JSON: by a schema, by the bare wish, or only in the messages' own words. */
type Structured = "json_schema" | "json_object" | "none";

const next: Record<Structured, Structured | null> = {
  json_schema: "json_object",
  json_object: "none",
  none: null,
};

const known = () => once("models.structured", () => new LRUCache<string, Structured>({ max: 1_000 }));

/**
 * The same transport, which asks more plainly where a request allows it and the server refuses structured output. What
 * a server took last for a model is remembered until the process ends.
 */
export function askingPlainly(transport: ChatTransport, server: string, model: string): ChatTransport {
  const place = `${server} ${model}`;
  const taken = (structured: Structured) => void known().set(place, structured);
  const beginsWith = ({ responseSchema, responseFormat, mayAskPlainly }: ChatRequest): Structured | null =>
    responseSchema && !responseFormat && mayAskPlainly ? (known().get(place) ?? "json_schema") : null;

  function stream(request: ChatRequest, signal: AbortSignal | undefined): AsyncIterable<ChatEvent> {
    const structured = beginsWith(request);
    return structured === null
      ? transport.stream(request, signal)
      : streamPlainer(request, structured, signal);
  }

  async function* streamPlainer(
    request: ChatRequest,
    first: Structured,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ChatEvent> {
    let structured = first;
    for (;;) {
      let hasBegun = false;
      try {
        for await (const event of transport.stream(asked(request, structured), signal)) {
          if (!hasBegun) taken(structured);
          hasBegun = true;
          yield event;
        }
        return;
      } catch (thrown) {
        structured = plainerAfter(structured, thrown, hasBegun);
      }
    }
  }

  const { complete: whole } = transport;
  if (!whole) return { stream };
  const complete = (request: ChatRequest, signal: AbortSignal | undefined): Promise<ChatEvent[]> => {
    const structured = beginsWith(request);
    return structured === null ? whole(request, signal) : completePlainer(request, structured, signal);
  };
  const completePlainer = async (
    request: ChatRequest,
    first: Structured,
    signal: AbortSignal | undefined,
  ): Promise<ChatEvent[]> => {
    let structured = first;
    for (;;) {
      try {
        const events = await whole(asked(request, structured), signal);
        taken(structured);
        return events;
      } catch (thrown) {
        structured = plainerAfter(structured, thrown, false);
      }
    }
  };
  return { stream, complete };
}

function asked({ responseSchema, ...request }: ChatRequest, structured: Structured): ChatRequest {
  if (structured === "json_schema") return { ...request, responseSchema };
  return structured === "json_object" ? { ...request, responseFormat: { type: "json_object" } } : request;
}

/** The next plainer way; throws what was thrown where there is none, or where the refusal is about something else. */
function plainerAfter(structured: Structured, thrown: unknown, hasBegun: boolean): Structured {
  // Only errorOfStatus sets this member.
  const details = isAppError(thrown) ? (thrown.details as Partial<UpstreamDetails> | undefined) : undefined;
  const plainer = !hasBegun && details?.mayRefuseFormat ? next[structured] : null;
  if (plainer === null) throw thrown;
  return plainer;
}
