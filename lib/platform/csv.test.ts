import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { csvLine, namedDelimiter, plainCell } from "./csv.ts";

const cellsOf = (line: string) => (parse(line, { record_delimiter: "\r\n" }) as string[][])[0];

describe("writing CSV", () => {
  it.each([
    '=HYPERLINK("http://x.example","k")',
    "+1",
    "@a",
    "-2+3+cmd|' /C calc'!A0",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
    "'=1",
  ])("writes %j so that no spreadsheet runs it", (cell) => {
    expect(cellsOf(csvLine([cell, "x"]))).toEqual([`'${cell}`, "x"]);
  });
  it.each(["-5", "-1.5e3", "a=b", "1+1", "'quoted'", "", "mail@example.com"])(
    "leaves %j as it is",
    (cell) => {
      expect(cellsOf(csvLine([cell, "x"]))).toEqual([cell, "x"]);
    },
  );
  it("leaves no formula to a spreadsheet that cuts at semicolons or tabs", () => {
    expect(csvLine(["Wie?;=1+1", "b\t=1"])).toBe('"Wie?;=1+1","b\t=1"\r\n');
  });
  it("loses nothing: a cell read back is the cell that was written, and none begins as a formula", () => {
    const cell = fc.string({
      unit: fc.constantFrom("=", "+", "-", "@", "'", "1", "a", " ", "\t", '"', ",", "\r\n", "＝"),
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 2, maxLength: 4 }), (cells) => {
        const written = cellsOf(csvLine(cells)) ?? [];
        expect(written.map(plainCell)).toEqual(cells);
        for (const text of written)
          expect(/^\s*[=+@＝]/.test(text) || /^\s*-(?!\d+$)/.test(text), text).toBe(false);
      }),
    );
  });
  it("knows the delimiter a first line names", () => {
    expect(namedDelimiter("sep=;\r\na;b")).toBe(";");
    expect(namedDelimiter("\uFEFFSEP=\t\na\tb")).toBe("\t");
    expect(namedDelimiter('"sep=|"\na|b')).toBe("|");
    expect(namedDelimiter("sep=;")).toBeNull();
    expect(namedDelimiter("separate;b\n")).toBeNull();
  });
});
