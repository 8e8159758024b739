import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SseParser } from "./sse.ts";

const encode = (text: string) => new TextEncoder().encode(text);

function parse(bytes: Uint8Array, cuts: number[] = []): string[] {
  const parser = new SseParser();
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  const events: string[] = [];
  let start = 0;
  for (const place of [...places, bytes.length]) {
    events.push(...parser.push(bytes.subarray(start, place)));
    start = place;
  }
  return [...events, ...parser.end()];
}

describe("SseParser", () => {
  it("gives the same events however the bytes are cut", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "\n",
        "\r",
        "\r\n",
        "data: ",
        "data:",
        "data",
        ": ping",
        "event: x",
        "id: 1",
        "noise",
        " ",
        "[DONE]",
      ),
      fc.string({ unit: "grapheme", maxLength: 8 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.array(fc.nat(400), { maxLength: 30 }),
        (pieces, cuts) => {
          const bytes = encode(pieces.join(""));
          expect(parse(bytes, cuts)).toEqual(parse(bytes));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("reads back whatever was written as events", () => {
    const text = fc.string({ unit: "grapheme" }).filter((value) => !/[\r\n]/.test(value));
    fc.assert(
      fc.property(fc.array(text), fc.constantFrom("\n", "\r\n", "\r"), (lines, newline) => {
        const bytes = encode(lines.map((line) => `data: ${line}${newline}${newline}`).join(""));
        expect(parse(bytes)).toEqual(lines);
      }),
    );
  });

  it("skips comments, unknown fields and lines without a colon", () => {
    expect(
      parse(encode(": hello\nretry: 5\nnonsense\nevent: x\ndata: a\ndata:b\n\n\n\ndata: c\n\n")),
    ).toEqual(["a\nb", "c"]);
  });

  it("gives the last event also when the closing blank line is missing", () => {
    expect(parse(encode("data: a\n\ndata: [DONE]"))).toEqual(["a", "[DONE]"]);
  });

  it("drops a byte order mark", () => {
    expect(parse(Uint8Array.from([0xef, 0xbb, 0xbf, ...encode("data: a\n\n")]))).toEqual(["a"]);
  });

  it("refuses a line without end", () => {
    const parser = new SseParser();
    expect(() => parser.push(encode("x".repeat(4_000_001)))).toThrow("line without end");
    const pieces = new SseParser();
    pieces.push(encode(`data: a\n\n${"x".repeat(3_999_999)}`));
    expect(() => pieces.push(encode("xx"))).toThrow("line without end");
  });

  it("refuses an event without end", () => {
    const parser = new SseParser();
    const line = encode(`data: ${"x".repeat(1_000_000)}\n`);
    expect(() => Array.from({ length: 5 }, () => parser.push(line))).toThrow("line without end");
  });
});
