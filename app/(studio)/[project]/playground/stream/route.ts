import { z } from "zod";
import { studioRoute } from "#app/_route";
import { type GenerationEvent, streamGeneration } from "#lib/generation";
import { ModelTarget } from "#schema/models";
import { PromptContent } from "#schema/prompts";

const StreamBody = z
  .object({
    target: ModelTarget,
    /** A stored version, or the draft on the screen with the prompt it belongs to. */
    versionId: z.uuid().optional(),
    content: PromptContent.optional(),
    promptId: z.uuid().optional(),
    variables: z.record(z.string(), z.unknown()),
    exampleId: z.uuid().optional(),
  })
  .refine(
    (body) => (body.versionId === undefined) !== (body.content === undefined),
    "Give a version or a content.",
  );

/** Streams one generation as a line of JSON per event. Closing the connection stops the provider. */
export const POST = studioRoute<{ project: string }>("playground.stream", async ({ ctx, request, json }) => {
  const { target, versionId, content, promptId, variables, exampleId } = StreamBody.parse(await json());
  const stop = new AbortController();
  const prompt = versionId
    ? { versionId, variables }
    : { content, variables, ...(promptId ? { promptId } : {}) };
  const events = streamGeneration(
    ctx,
    { source: "playground", targets: [target], prompt, ...(exampleId ? { metadata: { exampleId } } : {}) },
    { signal: AbortSignal.any([request.signal, stop.signal]) },
  );
  // The first event is awaited here, so that what is refused before a call answers with its status and not in the stream.
  const first = await events.next();
  return new Response(toLines(first, events, stop), {
    // no-transform keeps compression off, which would hold tokens back until its buffer is full.
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
});

function toLines(
  first: IteratorResult<GenerationEvent>,
  rest: AsyncGenerator<GenerationEvent>,
  stop: AbortController,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let next: IteratorResult<GenerationEvent> | null = first;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = next ?? (await rest.next());
      next = null;
      if (done) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    async cancel() {
      stop.abort();
      await rest.return(undefined);
    },
  });
}
