import { readUIMessageStream } from "ai";
import fc from "fast-check";
import { expect, it } from "vitest";
import { streamOf } from "#platform/stream";
import type { PlaygroundChunk, PlaygroundMessage, PlaygroundPart } from "../schema.ts";
import { growthChunks } from "./growth.ts";

const written = fc
  .record({ type: fc.constantFrom("text" as const, "reasoning" as const), text: fc.string({ minLength: 1 }) })
  .map((part): PlaygroundPart => ({ ...part, state: "done" }));
const tool = fc
  .record({ toolCallId: fc.uuid(), output: fc.jsonValue(), isAnswered: fc.boolean() })
  .map(({ toolCallId, output, isAnswered }): PlaygroundPart => {
    const call = { type: "dynamic-tool" as const, toolName: "look", toolCallId, input: { a: 1 } };
    return isAnswered
      ? { ...call, state: "output-available", output }
      : { ...call, state: "input-available" };
  });
const cost = fc
  .record({ id: fc.uuid(), usd: fc.integer() })
  .map(({ id, usd }): PlaygroundPart => ({ type: "data-cost", id, data: { usd } }));
const step = fc
  .array(fc.oneof(written, tool, cost), { minLength: 1, maxLength: 5 })
  .map((parts): PlaygroundPart[] => [{ type: "step-start" }, ...parts]);
const message = fc
  .array(step, { minLength: 1, maxLength: 3 })
  .map((steps): PlaygroundMessage => ({ id: "m", role: "assistant", parts: steps.flat() }));

/** What a browser holds after these chunks: parts without what only a stream needs. */
async function shown(chunks: PlaygroundChunk[]): Promise<unknown> {
  let last: PlaygroundMessage | null = null;
  async function* each() {
    yield* chunks;
  }
  for await (const state of readUIMessageStream<PlaygroundMessage>({ stream: streamOf(each()) }))
    last = state;
  return plain((last as PlaygroundMessage | null)?.parts ?? []);
}

function plain(parts: readonly unknown[]): unknown {
  return JSON.parse(JSON.stringify(parts), (key, value: unknown) =>
    ["providerMetadata", "callProviderMetadata"].includes(key) || value === null ? undefined : value,
  );
}

const essentials = (parts: unknown) =>
  (parts as Record<string, unknown>[]).map(({ type, text, state, output, data, toolCallId }) =>
    JSON.stringify({ type, text, state, output, data, toolCallId }),
  );

it("makes any message from nothing", async () => {
  await fc.assert(
    fc.asyncProperty(message, async (whole) => {
      expect(essentials(await shown(growthChunks(null, whole)))).toEqual(essentials(plain(whole.parts)));
    }),
    { numRuns: 100 },
  );
});

it("makes it as well out of any earlier state of it", async () => {
  await fc.assert(
    fc.asyncProperty(message, fc.nat(), fc.nat(), async (whole, parts, letters) => {
      const upTo = parts % (whole.parts.length + 1);
      const earlier = whole.parts.slice(0, upTo).map((part, at): PlaygroundPart => {
        if (at !== upTo - 1) return part;
        if (part.type === "dynamic-tool")
          return {
            type: part.type,
            toolName: part.toolName,
            toolCallId: part.toolCallId,
            input: part.input,
            state: "input-available",
          };
        if (part.type !== "text" && part.type !== "reasoning") return part;
        return { ...part, text: part.text.slice(0, letters % (part.text.length + 1)), state: "streaming" };
      });
      const known = { ...whole, parts: earlier };
      const chunks = [...growthChunks(null, known), ...growthChunks(known, whole)];
      expect(essentials(await shown(chunks))).toEqual(essentials(plain(whole.parts)));
    }),
    { numRuns: 200 },
  );
});

it("takes back what a fallback took back", async () => {
  const known: PlaygroundMessage = {
    id: "m",
    role: "assistant",
    parts: [{ type: "step-start" }, { type: "text", text: "From the first", state: "streaming" }],
  };
  const now: PlaygroundMessage = {
    ...known,
    parts: [{ type: "step-start" }, { type: "text", text: "Another", state: "done" }],
  };
  const chunks = [...growthChunks(null, known), ...growthChunks(known, now)];
  expect(essentials(await shown(chunks))).toEqual(essentials(now.parts));
});
