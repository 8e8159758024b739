import { describe, expect, it } from "vitest";
import type { AnswerMembers } from "./schema.ts";
import { filesOf, membersOf, sourcesOf } from "./sources-and-files.ts";

const cited = (annotations: unknown[]): AnswerMembers => ({ message: { annotations } });

describe("the sources of an answer", () => {
  it.each([
    [
      "OpenAI's citations",
      cited([{ type: "url_citation", url_citation: { url: "https://a.org/", title: "A", start_index: 3 } }]),
      [{ kind: "url", url: "https://a.org/", title: "A" }],
    ],
    [
      "flat citations",
      cited([{ type: "url_citation", url: "https://a.org/" }]),
      [{ kind: "url", url: "https://a.org/", title: null }],
    ],
    [
      "Perplexity's results, which are named before its bare citations",
      {
        answer: {
          citations: ["https://a.org/", "https://b.org/"],
          search_results: [{ url: "https://a.org/", title: "A", date: "2026-01-01" }],
        },
      },
      [
        { kind: "url", url: "https://a.org/", title: "A" },
        { kind: "url", url: "https://b.org/", title: null },
      ],
    ],
    [
      "a file that the provider holds",
      cited([{ type: "file_citation", file_id: "f_1", filename: "terms.pdf", index: 2 }]),
      [
        {
          kind: "document",
          title: "terms.pdf",
          mediaType: "application/octet-stream",
          fileName: "terms.pdf",
        },
      ],
    ],
  ])("are read from %s", (_, members, sources) => {
    expect(sourcesOf(members)).toEqual(sources);
  });

  it("hold no address that runs something, and nothing odd loses the others", () => {
    const good = { type: "url_citation", url_citation: { url: "https://a.org/" } };
    const members = cited([
      { type: "url_citation", url_citation: { url: "javascript:alert(1)" } },
      { type: "url_citation", url_citation: { url: "no address" } },
      { type: "url_citation" },
      null,
      "text",
      { type: "other" },
      good,
    ]);
    expect(sourcesOf(members)).toEqual([{ kind: "url", url: "https://a.org/", title: null }]);
    expect(sourcesOf({ answer: { citations: "https://a.org/" } })).toEqual([]);
    expect(sourcesOf(null)).toEqual([]);
  });
});

describe("the files of an answer", () => {
  it("are a router's images, which say themselves what they are, and files", () => {
    const url = "data:image/PNG;base64,iVBORw0KGgo=";
    const members: AnswerMembers = {
      message: {
        images: [
          { type: "image_url", image_url: { url } },
          { type: "image_url", image_url: { url: "https://a.org/cat" } },
          { type: "image_url", image_url: { url: "file:///etc/passwd" } },
          { type: "image_url" },
        ],
      },
    };
    expect(filesOf(members)).toEqual([
      { mediaType: "image/png", url, fileName: null },
      { mediaType: "image/*", url: "https://a.org/cat", fileName: null },
    ]);
  });

  it("and sources are read as they were written", () => {
    const sources = [
      { kind: "url" as const, url: "https://a.org/", title: "A" },
      { kind: "document" as const, title: "Terms", mediaType: "application/pdf", fileName: "terms.pdf" },
    ];
    const files = [
      { mediaType: "image/png", url: "data:image/png;base64,iVBORw0KGgo=", fileName: null },
      { mediaType: "audio/wav", url: "data:audio/wav;base64,UklGRg==", fileName: "said.wav" },
    ];
    const members = membersOf(sources, files);
    expect(sourcesOf(members)).toEqual(sources);
    expect(filesOf(members)).toEqual(files);
    expect(membersOf([], [])).toBeNull();
  });
});
