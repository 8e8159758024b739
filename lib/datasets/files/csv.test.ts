import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvLine, plainCell } from "#platform/csv";
import { readCsv, sniffDelimiter } from "./csv.ts";

const read = (text: string, delimiter = ",") => [...readCsv(text, delimiter)];

describe("reading CSV", () => {
  it("agrees with csv-parse on everything that is valid", () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", "é", "😀", " ", ",", ";", '"', "\n", "\r\n", "1"),
      maxLength: 6,
    });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows.map(csvLine).join("");
        const records = read(text).map((record) => ("cells" in record ? record.cells : record.error));
        expect(records).toEqual(parse(text, { relax_column_count: true, record_delimiter: "\r\n" }));
        expect(records.map((cells) => Array.isArray(cells) && cells.map(plainCell))).toEqual(rows);
      }),
    );
  });

  it("names the line each record begins on, across quoted line ends, empty lines, CRLF and a byte order mark", () => {
    expect(read('\uFEFFa,b\r\n1,"x\r\ny"\r\n\r\n2,z\n3,"q\nq\nq"\n4,w')).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["1", "x\r\ny"] },
      { line: 5, cells: ["2", "z"] },
      { line: 6, cells: ["3", "q\nq\nq"] },
      { line: 9, cells: ["4", "w"] },
    ]);
  });

  it("reports a broken quote on the line that opened it and reads every other line", () => {
    const lines = read('a,b\n1,2\n3,"xy\n5,6\n7,"o"k\n9,10\n');
    expect(lines.map((record) => [record.line, "cells" in record])).toEqual([
      [1, true],
      [2, true],
      [3, false],
      [4, true],
      [5, false],
      [6, true],
    ]);
  });

  it("takes a quote inside an unquoted cell as it stands", () => {
    expect(read('5" pipe,b\n')).toEqual([{ line: 1, cells: ['5" pipe', "b"] }]);
  });

  it("finds the delimiter by what cuts the lines evenly", () => {
    expect(sniffDelimiter("a;b;c\n1,5;2;3\n4;5,5;6\n")).toBe(";");
    expect(sniffDelimiter("a\tb\n1, x\t2\n")).toBe("\t");
    expect(sniffDelimiter("a|b\n1|2\n")).toBe("|");
    expect(sniffDelimiter('a,b\n"1;2;3",4\n')).toBe(",");
    expect(sniffDelimiter("single\nvalue, with comma\n")).toBe(",");
  });
});
