import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { piiTypes } from "../constants.ts";
import { detectPii } from "./detect.ts";

const types = piiTypes.filter((type) => type !== "PERSON" && type !== "URL");
const found = (text: string) => detectPii(text, { types }).map((finding) => finding.type);
const lines = (name: string) =>
  readFileSync(new URL(`../testdata/forms-${name}.txt`, import.meta.url), "utf8")
    .trim()
    .split("\n");

describe("forms of writing, one a line", () => {
  it("of births in some fifty languages are known", () => {
    expect(lines("births").filter((text) => !found(text).includes("DATE_OF_BIRTH"))).toEqual([]);
  });

  it("of streets, boxes and plots are known without a label, country by country", () => {
    expect(lines("streets").filter((text) => !found(text).includes("STREET_ADDRESS"))).toEqual([]);
  });

  it("of other days and ways are left", () => {
    expect(lines("lookalikes").filter((text) => found(text).length > 0)).toEqual([]);
  });
});
