import { expect, it, vi } from "vitest";
import type { ChatMessage } from "./schema.ts";
import type { ConnectionKind } from "../kinds.ts";
import { anthropicTransport } from "./anthropic.ts";
import { googleTransport } from "./google.ts";
import { anthropicStream, collect, hello, provider, target } from "./packaged.testing.ts";
import { sentParts } from "./message-parts.ts";
import { unsupportedParts } from "./supported.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const png = "iVBORw0KGgo=";
const parts = {
  text: { type: "text", text: "What is on it?" },
  picture: { type: "image_url", image_url: { url: `data:image/png;base64,${png}` } },
  linked: { type: "image_url", image_url: { url: "https://a.org/b.png?size=2" } },
  pdf: { type: "file", file: { filename: "terms.pdf", file_data: "data:application/pdf;base64,JVBERi0=" } },
  note: {
    type: "file",
    file: { filename: "note.txt", file_data: "data:text/plain;charset=utf-8;base64,SGk=" },
  },
  sound: { type: "input_audio", input_audio: { data: "UklGRg==", format: "wav" } },
  table: {
    type: "file",
    file: { filename: "a.xlsx", file_data: "data:application/vnd.ms-excel;base64,AA==" },
  },
  elsewhere: { type: "file", file: { file_id: "file-1" } },
  film: { type: "video_url", video_url: { url: "https://a.org/b.mp4" } },
};
const message = (...sent: object[]): ChatMessage => ({
  role: "user",
  content: "What is on it?",
  asSent: { content: sent },
});

it("Anthropic gets pictures and documents as its own blocks", async () => {
  const { baseUrl, seen } = await provider((response) =>
    response.writeHead(200, { "content-type": "text/event-stream" }).end(anthropicStream),
  );
  const { text, picture, linked, pdf, note } = parts;
  await collect(await anthropicTransport(target("anthropic", baseUrl)), {
    ...hello,
    messages: [message(text, picture, linked, pdf, note)],
  });
  expect(seen[0]?.json["messages"]).toEqual([
    {
      role: "user",
      content: [
        { type: "text", text: "What is on it?" },
        { type: "image", source: { type: "base64", media_type: "image/png", data: png } },
        { type: "image", source: { type: "url", url: "https://a.org/b.png?size=2" } },
        {
          type: "document",
          title: "terms.pdf",
          source: { type: "base64", media_type: "application/pdf", data: "JVBERi0=" },
        },
        {
          type: "document",
          title: "note.txt",
          source: { type: "text", media_type: "text/plain", data: "Hi" },
        },
      ],
    },
  ]);
});

it("what a caller asks of Anthropic's prompt cache goes on, from the system message too", async () => {
  const { baseUrl, seen } = await provider((response) =>
    response.writeHead(200, { "content-type": "text/event-stream" }).end(anthropicStream),
  );
  const cached = { type: "text", text: "Long rules.", cache_control: { type: "ephemeral", ttl: "1h" } };
  await collect(await anthropicTransport(target("anthropic", baseUrl)), {
    ...hello,
    messages: [{ role: "system", content: "Long rules.", asSent: { content: [cached] } }, message(cached)],
  });
  expect(seen[0]?.json).toMatchObject({ system: [cached], messages: [{ role: "user", content: [cached] }] });
});

it("Google gets pictures, documents and sound as its own parts", async () => {
  const end = { candidates: [{ content: { role: "model", parts: [{ text: "Hi" }] }, index: 0 }] };
  const { baseUrl, seen } = await provider((response) =>
    response
      .writeHead(200, { "content-type": "text/event-stream" })
      .end(`data: ${JSON.stringify(end)}\r\n\r\n`),
  );
  const { text, picture, linked, pdf, sound } = parts;
  await collect(await googleTransport({ ...target("google", baseUrl), model: "gemini-2.5-flash" }), {
    ...hello,
    messages: [message(text, picture, linked, pdf, sound)],
  });
  expect(seen[0]?.json["contents"]).toEqual([
    {
      role: "user",
      parts: [
        { text: "What is on it?" },
        { inlineData: { mimeType: "image/png", data: png } },
        { fileData: { mimeType: "image/png", fileUri: "https://a.org/b.png?size=2" } },
        { inlineData: { mimeType: "application/pdf", data: "JVBERi0=" } },
        { inlineData: { mimeType: "audio/wav", data: "UklGRg==" } },
      ],
    },
  ]);
});

it("a file whose bytes come without a media type is what its name says, or a PDF", () => {
  const of = (file: object) => sentParts(message({ type: "file", file }));
  expect(of({ file_data: "AAAA", filename: "a.CSV" })).toMatchObject([{ mediaType: "text/csv" }]);
  expect(of({ file_data: "AAAA" })).toMatchObject([
    { mediaType: "application/pdf", source: { data: "AAAA" } },
  ]);
});

it.each<[ConnectionKind, string[]]>([
  ["openai_compatible", []],
  ["anthropic", ["input_audio", "video_url", "file without file_data", "file of application/vnd.ms-excel"]],
  ["google", ["video_url", "file without file_data"]],
  ["groq", ["file", "input_audio", "video_url"]],
  ["local", ["image_url", "file", "input_audio", "video_url"]],
])("%s is not asked for what it could not be sent", (kind, refused) => {
  const { text, picture, pdf, note, sound, table, elsewhere, film } = parts;
  expect(unsupportedParts(kind, [message(text, picture, pdf, note, sound, table, elsewhere, film)])).toEqual(
    refused,
  );
});

it("a picture in another message than a user's is refused where the protocol has no place for it", () => {
  const fromSystem: ChatMessage = { ...message(parts.picture), role: "system" };
  expect(unsupportedParts("anthropic", [fromSystem])).toEqual(["image_url"]);
  expect(unsupportedParts("openai_compatible", [fromSystem])).toEqual([]);
});
