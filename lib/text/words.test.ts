import { describe, expect, test } from "vitest";
import { foldCase, foldSpaces, tokensOf, trimSpaces } from "./words.ts";

describe("case", () => {
  test.each([
    ["STRASSE", "straße"],
    ["STRAẞE", "straße"],
    ["ẞ", "ß"],
    ["ΟΔΟΣ", "οδος"],
    ["ΟΔΟΣ ΜΟΥ", "οδος μου"],
    ["ﬁn", "FIN"],
    ["ŉ", "ʼN"],
    ["ǅ", "ǆ"],
    ["K", "k"],
    ["ſ", "S"],
    ["ΐ", "ΐ".toUpperCase()],
    ["É", "E\u0301".toLowerCase()],
  ])("%s and %s differ in nothing else", (left, right) => expect(foldCase(left)).toBe(foldCase(right)));

  test.each([
    ["ısı", "isi"],
    ["ISI", "ısı"],
    ["İ", "i"],
    ["a", "á"],
    ["o", "0"],
  ])("%s and %s differ in more", (left, right) => expect(foldCase(left)).not.toBe(foldCase(right)));

  test("folds whatever a regular expression without case takes for the same letter, and no others", () => {
    const wrong: string[] = [];
    for (let point = 0x41; point < 0x1_e944; point += 1) {
      const letter = String.fromCodePoint(point);
      if (!/\p{L}/u.test(letter)) continue;
      for (const other of [letter.toLowerCase(), letter.toUpperCase()]) {
        if ([...other].length !== 1 || other === letter) continue;
        const isSame = new RegExp(`^${letter}$`, "iu").test(other);
        if ((foldCase(letter) === foldCase(other)) !== isSame) wrong.push(letter + other);
      }
    }
    // Full folding joins these as well, which the simple one of regular expressions leaves apart.
    expect(wrong.filter((pair) => foldCase(pair.slice(0, 1)) !== foldCase(pair.slice(1)))).toEqual([]);
  });
});

describe("spaces", () => {
  test("are all of Unicode's", () => {
    const all = "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000";
    expect(foldSpaces(`a${all}b\u0085c`)).toBe("a b c");
    expect(trimSpaces(`${all}a b${all}`)).toBe("a b");
    expect(trimSpaces(all)).toBe("");
    expect(foldSpaces("a\u200bb")).toBe("a\u200bb");
  });
});

test("words of ROUGE have their case folded", () => {
  expect(tokensOf("Die STRASSE, 5a")).toEqual(["die", "strasse", "5a"]);
  expect(tokensOf("straße ẞ")).toEqual(tokensOf("STRASSE ss"));
});
