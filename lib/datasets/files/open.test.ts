import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { datasetLimits } from "../schema.ts";
import { checkMapping, proposeMapping, toContent } from "./mapping.ts";
import { openFile } from "./open.ts";
import { openTable } from "./rows.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const messageOf = (name: string, content: Uint8Array): string => {
  try {
    openTable(name, content);
    return "opened";
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : "";
  }
};

describe("a file that is not what its name says", () => {
  const zip = Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0, 0, 0, 8, 0]);
  it.each([
    ["a zip called .csv", zip, "zip archive"],
    [
      "a workbook called .csv",
      Buffer.concat([zip, Buffer.from("[Content_Types].xml")]),
      "Excel workbook (.xlsx)",
    ],
    ["gzip", gzipSync("a,b\n1,2\n"), "gzip"],
    ["an old workbook", Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 1]), ".xls"],
    ["UTF-16", Buffer.from("\uFEFFa,b\n1,2\n", "utf16le"), "UTF-16"],
    ["UTF-16 without a mark", Buffer.from("a,b\n1,2\n", "utf16le"), "UTF-16"],
    ["an empty file", new Uint8Array(), "empty"],
    [
      "Latin-1, naming the line",
      Buffer.from("a,b\n1,2\n3,caf\u00e9\n", "latin1"),
      "Line 3 is not valid UTF-8",
    ],
    ["a JSON array", bytes('[{"a": 1}]'), "JSONL"],
    ["a head with a name missing", bytes("a,,c\n1,2,3\n"), "column 2 has no name"],
    ["a head with a name twice", bytes("a,b,a\n1,2,3\n"), 'two columns are called "a"'],
  ])("is refused with what to do: %s", (_what, content, expected) => {
    expect(messageOf("data.csv", content)).toContain(expected);
  });

  it("is refused over 25 MB, and read at 25 MB", () => {
    const limit = new Uint8Array(datasetLimits.fileBytes).fill(0x61);
    expect(() => openFile("a.csv", new Uint8Array(datasetLimits.fileBytes + 1))).toThrow(/at most 25 MB/);
    expect(openFile("a.csv", limit).format).toBe("csv");
  });

  it("is read by its content: JSONL called .txt", () => {
    expect(openFile("data.txt", bytes('{"a": 1}\n')).format).toBe("jsonl");
  });
});

describe("lines of a file", () => {
  const rows = (name: string, text: string) => [...openTable(name, bytes(text)).rows()];

  it("are cut at the delimiter that Excel's first line names, which is no row and keeps its number", () => {
    const table = openTable("a.csv", bytes("sep=;\r\nfrage;antwort\r\nWie?;So\r\n"));
    expect([table.columns, table.delimiter]).toEqual([["frage", "antwort"], ";"]);
    expect([...table.rows()]).toEqual([{ line: 3, values: { frage: "Wie?", antwort: "So" } }]);
    expect([...openTable("a.csv", bytes("sep=|\na|b\n1;2|3\n")).rows()]).toMatchObject([
      { values: { a: "1;2", b: "3" } },
    ]);
  });

  it("refuse a whole number that would lose digits, naming its field", () => {
    expect(rows("a.jsonl", '{"inputs":{"order":{"id":9007199254740993}}}\n{"a":1}\n')).toMatchObject([
      { line: 1, message: expect.stringContaining("inputs.order.id") },
      { line: 2, values: { a: 1 } },
    ]);
  });

  it("lose the mark that the export put before a formula", () => {
    expect(rows("a.csv", `a,b\n'=1+1,'-2\n`)).toMatchObject([{ values: { a: "=1+1", b: "-2" } }]);
  });

  it("keep the types of JSON and take {inputs, metadata} apart", () => {
    expect(
      rows(
        "a.jsonl",
        '{"inputs": {"n": 1}, "reference": null, "metadata": {"x": [true]}}\n\n{"plain": "text"}\n',
      ),
    ).toEqual([
      { line: 1, values: { "inputs.n": 1, reference: null, "metadata.x": [true] } },
      { line: 3, values: { plain: "text" } },
    ]);
  });

  it("that cannot be read are named, with the rest still there", () => {
    const cell = "x".repeat(datasetLimits.cellBytes + 1);
    const found = rows("a.csv", `a,b\n1,2\n3\n${cell},4\n"open,5\n6,7\n`);
    expect(found.map((row) => [row.line, "message" in row ? row.message.slice(0, 30) : "row"])).toEqual([
      [2, "row"],
      [3, "This line has 1 cell; the firs"],
      [4, 'The column "a" holds more than'],
      [5, "A quote opened on this line is"],
      [6, "row"],
    ]);
    const json = rows(
      "a.jsonl",
      `{"a": 1}\n{oops}\n[1]\n{"a": "\\u0000"}\n{"a": ${"[".repeat(70)}${"]".repeat(70)}}\n`,
    );
    expect(json.map((row) => "message" in row)).toEqual([false, true, true, true, true]);
  });
});

describe("the mapping of columns", () => {
  it("is proposed from their names", () => {
    expect(proposeMapping(["id", "question", "Expected"]).map(({ role }) => role)).toEqual([
      "metadata",
      "input",
      "reference",
    ]);
    expect(proposeMapping(["inputs.q", "reference", "metadata.lang"])).toEqual([
      { column: "inputs.q", role: "input", as: "q" },
      { column: "reference", role: "reference" },
      { column: "metadata.lang", role: "metadata", as: "lang" },
    ]);
    expect(proposeMapping(["id", "answer"]).map(({ role }) => role)).toEqual(["input", "reference"]);
  });

  it("makes an example of a row: one reference as it is, several as an object, empty ones null", () => {
    const values = { q: "why", a: "because", b: "", lang: "en", x: "ignored" };
    const map = (roles: string[]) =>
      Object.keys(values).map((column, at) => ({ column, role: roles[at] as "input" }));
    expect(toContent(values, map(["input", "reference", "ignore", "metadata", "ignore"]))).toEqual({
      inputs: { q: "why" },
      reference: "because",
      metadata: { lang: "en" },
    });
    expect(toContent(values, map(["input", "reference", "reference", "ignore", "ignore"]))).toMatchObject({
      reference: { a: "because", b: "" },
    });
    expect(toContent(values, map(["input", "ignore", "reference", "ignore", "ignore"]))).toMatchObject({
      reference: null,
    });
    expect(toContent({ ...values, q: " " }, map(["input", "reference", "ignore", "ignore", "ignore"]))).toBe(
      "Every input of this line is empty.",
    );
  });

  it("is refused when it names no input, an unknown column or one name twice", () => {
    expect(() => checkMapping([{ column: "a", role: "reference" }], ["a"])).toThrow(
      "at least one column an input",
    );
    expect(() => checkMapping([{ column: "z", role: "input" }], ["a"])).toThrow('no column "z"');
    expect(() =>
      checkMapping(
        [
          { column: "a", role: "input" },
          { column: "b", role: "input", as: "a" },
        ],
        ["a", "b"],
      ),
    ).toThrow('become the input "a"');
  });
});
