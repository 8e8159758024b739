import { expect, it, vi } from "vitest";
import { savePolicy } from "#lib/guardrails";
import { flushGenerations, getGeneration } from "#lib/observability";
import { newId } from "#platform/ids";
import { getConversation, resumeTurn } from "./index.ts";
import {
  answer,
  dataIn,
  openPlayground,
  usePlayground,
  runPart,
  says,
  shown,
  userTurn,
} from "./playground.testing.ts";
import type { PlaygroundMessage } from "./schema.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const playground = usePlayground();

const picture = "data:image/png;base64,iVBORw0KGgo=";
const base64 = (text: string) => Buffer.from(text).toString("base64");

function partsOf({ parts }: PlaygroundMessage) {
  return parts.filter(({ type }) => type === "file" || type.startsWith("source-"));
}

it("an answer's pages and pictures are parts of its message, kept, and read again by one who comes back", async () => {
  playground.provider.play((stream) =>
    stream
      .text("See here.")
      .beside({
        annotations: [
          { type: "url_citation", url_citation: { url: "https://example.org/a", title: "A page" } },
          { type: "file_citation", filename: "terms.pdf" },
          { type: "url_citation", url_citation: { url: "javascript:alert(1)" } },
        ],
      })
      .beside({
        images: [{ type: "image_url", image_url: { url: picture } }],
        files: [{ type: "file", file: { filename: "orders.csv", file_data: "data:text/csv;base64,YQo=" } }],
      })
      .end(),
  );
  const conversationId = newId();
  const message = await answer(playground, playground.tenant.ctx, conversationId, [userTurn(runPart)]);
  const expected = [
    { type: "file", mediaType: "image/png", url: picture },
    { type: "file", mediaType: "text/csv", providerMetadata: { valueloop: { filename: "orders.csv" } } },
    { type: "source-url", url: "https://example.org/a", title: "A page" },
    { type: "source-document", title: "terms.pdf", filename: "terms.pdf" },
  ];
  expect(partsOf(message)).toMatchObject(expected);
  const { panes } = await getConversation(playground.tenant.ctx, { conversationId });
  expect(partsOf(panes[0]?.messages.at(-1) as PlaygroundMessage)).toMatchObject(expected);
  const again = await shown(await resumeTurn(playground.tenant.ctx, { conversationId, pane: "1" }));
  expect(partsOf(again)).toMatchObject(expected);
  // In traffic stands what the picture was; the picture itself no policy can redact.
  await flushGenerations();
  const { answerMembers } = await getGeneration(playground.tenant.ctx, {
    generationId: dataIn(message, "generation")?.id ?? "",
  });
  expect(JSON.stringify(answerMembers)).toContain("image/png, 8 bytes");
  expect(JSON.stringify(answerMembers)).not.toContain(picture);
});

it("a conversation goes on after an answer of files and sources, with only its text for the model", async () => {
  playground.provider.play((stream) =>
    stream
      .text("A cat.")
      .beside({
        annotations: [{ type: "url_citation", url: "https://example.org/a" }],
        images: [{ type: "image_url", image_url: { url: picture } }],
      })
      .end(),
  );
  const conversationId = newId();
  const run = userTurn(runPart);
  const first = await answer(playground, playground.tenant.ctx, conversationId, [run]);
  playground.provider.seen.bodies.length = 0;
  await answer(playground, playground.tenant.ctx, conversationId, [run, first, says("Another")]);
  expect(playground.provider.seen.bodies[0]?.messages.slice(-2)).toEqual([
    { role: "assistant", content: "A cat." },
    { role: "user", content: "Another" },
  ]);
});

it("what a file of text and a source say is kept without personal data, a picture stays as it is", async () => {
  const own = await openPlayground();
  await savePolicy(await own.tenant.as("admin"), {
    name: "stored",
    rules: { pii: [{ type: "EMAIL_ADDRESS", stored: "redact" }] },
  });
  const file = `data:text/csv;base64,${base64("name,mail\nAda,ada@example.com\n")}`;
  own.provider.play((stream) =>
    stream
      .text("Done.")
      .beside({
        annotations: [{ type: "url_citation", url: "https://example.org/", title: "Of ada@example.com" }],
        images: [{ type: "image_url", image_url: { url: picture } }],
        files: [{ type: "file", file: { filename: "of ada@example.com.csv", file_data: file } }],
      })
      .end(),
  );
  const conversationId = newId();
  const message = await answer(own, own.tenant.ctx, conversationId, [userTurn(runPart)]);
  expect(JSON.stringify(message)).toContain(base64("name,mail\nAda,ada@example.com\n"));
  const kept = await getConversation(own.tenant.ctx, { conversationId });
  const [image, csv, source] = partsOf(kept.panes[0]?.messages.at(-1) as PlaygroundMessage);
  expect(image).toMatchObject({ url: picture });
  const text = Buffer.from(String(csv && "url" in csv ? csv.url : "").split(",")[1] ?? "", "base64");
  expect(text.toString()).toMatch(/^name,mail\nAda,(?!ada@)/);
  expect(JSON.stringify([csv, source])).not.toContain("ada@example.com");
  await flushGenerations();
  own.provider.close();
});
