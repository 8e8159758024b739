import type { GenerationEvent } from "#schema/generation";

/** Reads lines of JSON from a streamed answer; an event may come in any number of pieces, a piece may hold many. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<GenerationEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      const lines = `${rest}${decoder.decode(value, { stream: !done })}`.split("\n");
      rest = done ? "" : (lines.pop() ?? "");
      for (const line of lines) if (line.trim() !== "") yield JSON.parse(line) as GenerationEvent;
      if (done) return;
    }
  } finally {
    await reader.cancel();
  }
}
