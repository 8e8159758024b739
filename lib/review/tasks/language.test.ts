import { describe, expect, it } from "vitest";
import { languageOfTask } from "./language.ts";

const english = "The parcel came and the invoice shows two shipping fees which we did not order. ";
const german = "Das Paket ist nicht da und die Rechnung zeigt zwei Gebühren, die wir nicht bestellt haben. ";
/** Two thousand letters of English, then much more German. */
const late = english.repeat(30).slice(0, 2_000) + german.repeat(200);

describe("the language of a task", () => {
  it("is what the inputs are written in, wherever in them the text stands", () => {
    expect(languageOfTask({ ticket: german }, english)).toBe("de");
    expect(languageOfTask({ mail: { lines: [4711, english] } }, german)).toBe("en");
    expect(languageOfTask({ word: "猫" }, german)).toBe("zh");
  });

  it("is the output's where the inputs have no words, and unknown where neither has", () => {
    expect(languageOfTask({ order: "4711" }, german)).toBe("de");
    expect(languageOfTask({}, english)).toBe("en");
    expect(languageOfTask({ order: "4711" }, "猫")).toBe("zh");
    expect(languageOfTask({ order: "4711" }, "4712")).toBeNull();
  });

  it("is told by the first two thousand letters", () => {
    expect(languageOfTask({ ticket: late }, "")).toBe("en");
    expect(languageOfTask({ order: "4711" }, late)).toBe("en");
  });
});
