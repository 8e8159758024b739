import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { filesOf, sourcesOf } from "../sources-and-files.ts";
import { chunk } from "./recorded.testing.ts";
import { ask } from "./providers.testing.ts";
import { openWire, sse } from "./wire.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let wire: Awaited<ReturnType<typeof openWire>>;
beforeAll(async () => {
  wire = await openWire();
});
afterAll(() => wire.close());

const png = "iVBORw0KGgo=";

it("pages and pictures of Gemini's answer come with its end, in OpenAI's form", async () => {
  const { text, end } = await ask(
    wire,
    "vertex",
    sse(
      [
        { candidates: [{ content: { parts: [{ text: "Here." }], role: "model" } }] },
        {
          candidates: [
            {
              content: { parts: [{ inlineData: { mimeType: "image/png", data: png } }], role: "model" },
              finishReason: "STOP",
              groundingMetadata: {
                groundingChunks: [{ web: { uri: "https://example.org/a", title: "A page" } }],
              },
            },
          ],
          usageMetadata: { promptTokenCount: 100, candidatesTokenCount: 12, totalTokenCount: 112 },
        },
      ],
      "",
    ),
  );
  expect(text).toBe("Here.");
  expect(end.members?.message).toEqual({
    annotations: [{ type: "url_citation", url_citation: { url: "https://example.org/a", title: "A page" } }],
    images: [{ type: "image_url", image_url: { url: `data:image/png;base64,${png}` } }],
  });
  expect(sourcesOf(end.members ?? null)).toEqual([
    { kind: "url", url: "https://example.org/a", title: "A page" },
  ]);
  expect(filesOf(end.members ?? null)).toEqual([
    { mediaType: "image/png", url: `data:image/png;base64,${png}`, fileName: null },
  ]);
});

it("a page that Azure's model cites is a source once, however often it is cited", async () => {
  const annotations = [
    {
      type: "url_citation",
      url_citation: { start_index: 0, end_index: 5, url: "https://a.org/", title: "A" },
    },
  ];
  const { end } = await ask(
    wire,
    "azure",
    sse([chunk({ content: "Hello" }), chunk({ annotations }), chunk({ annotations }), chunk({}, "stop")]),
  );
  expect(sourcesOf(end.members ?? null)).toEqual([{ kind: "url", url: "https://a.org/", title: "A" }]);
});

it("a document that Gemini retrieved is a source by its title", async () => {
  const retrievedContext = { uri: "gs://bucket/terms.pdf", title: "Terms" };
  const { end } = await ask(
    wire,
    "vertex",
    sse(
      [
        {
          candidates: [
            {
              content: { parts: [{ text: "Hello" }], role: "model" },
              finishReason: "STOP",
              groundingMetadata: { groundingChunks: [{ retrievedContext }] },
            },
          ],
          usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
        },
      ],
      "",
    ),
  );
  expect(sourcesOf(end.members ?? null)).toEqual([
    { kind: "document", title: "Terms", mediaType: "application/pdf", fileName: "terms.pdf" },
  ]);
});

it("an answer without any has no members", async () => {
  const answer = sse([chunk({ content: "Hello" }), chunk({}, "stop")]);
  expect((await ask(wire, "groq", answer)).end.members).toBeUndefined();
});
