import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpuMs } from "#testing/cpu";
import { type MergePiece, mergeTexts } from "./merge.ts";

const text = fc
  .array(fc.constantFrom("fee ", "is", "\n", " ", "Grüße", "。", "billing", "{{x}}", "-", "."), {
    maxLength: 40,
  })
  .map((words) => words.join(""));
const three = fc.tuple(text, text, text);
const side = (pieces: MergePiece[], name: "base" | "ours" | "theirs") =>
  pieces
    .map((piece) => piece[name])
    .join("")
    .replace(/\n$/, "");

describe("three-way merge of texts", () => {
  it("takes the only change there is, whoever made it, and the one both made", () => {
    fc.assert(
      fc.property(text, text, (base, changed) => {
        expect(mergeTexts({ base, ours: base, theirs: changed }).text).toBe(changed);
        expect(mergeTexts({ base, ours: changed, theirs: base }).text).toBe(changed);
        expect(mergeTexts({ base, ours: changed, theirs: changed }).text).toBe(changed);
        expect(mergeTexts({ base, ours: base, theirs: base }).text).toBe(base);
      }),
    );
  });

  it("loses nothing: the pieces, side by side, are the three texts", () => {
    fc.assert(
      fc.property(three, ([base, ours, theirs]) => {
        const { pieces, text: merged } = mergeTexts({ base, ours, theirs });
        expect([side(pieces, "base"), side(pieces, "ours"), side(pieces, "theirs")]).toEqual([
          base,
          ours,
          theirs,
        ]);
        expect(merged === null).toBe(pieces.some(({ kind }) => kind === "conflict"));
        for (const { kind, ...texts } of pieces) {
          if (kind === "conflict") expect(new Set(Object.values(texts)).size).toBe(3);
          if (kind === "same") expect(new Set(Object.values(texts)).size).toBe(1);
        }
      }),
    );
  });

  it("merges to the same whichever of the two is called ours", () => {
    const swapped = { same: "same", ours: "theirs", theirs: "ours", both: "both", conflict: "conflict" };
    fc.assert(
      fc.property(three, ([base, ours, theirs]) => {
        const one = mergeTexts({ base, ours, theirs });
        const other = mergeTexts({ base, ours: theirs, theirs: ours });
        expect(other.text).toBe(one.text);
        expect(other.pieces.map((piece) => [piece.kind, piece.ours, piece.theirs])).toEqual(
          one.pieces.map((piece) => [swapped[piece.kind], piece.theirs, piece.ours]),
        );
      }),
    );
  });

  it("merges changes of different lines, each as it was made", () => {
    // Lines that no other line equals: which line became which is then beyond doubt.
    const edits = fc.record({ lines: fc.integer({ min: 2, max: 12 }), by: fc.infiniteStream(fc.nat(6)) });
    fc.assert(
      fc.property(edits, ({ lines, by }) => {
        const base = Array.from({ length: lines }, (_none, at) => `line ${at} as it was`);
        const [ours, theirs, both] = [[...base], [...base], [...base]];
        for (const [at, line] of base.entries()) {
          const edit = by.next().value ?? 0;
          const who = edit < 2 ? ours : edit < 4 ? theirs : null;
          if (!who) continue;
          who[at] = edit % 2 === 0 ? `${line}, changed` : `${line}\nput in after ${at}`;
          both[at] = who[at];
        }
        const merged = mergeTexts({
          base: base.join("\n"),
          ours: ours.join("\n"),
          theirs: theirs.join("\n"),
        });
        expect(merged.text).toBe(both.join("\n"));
      }),
    );
  });

  it("merges within a line where a whole word stands between the changes", () => {
    const base = "Answer in the language of the customer and keep it short.";
    const ours = "Answer kindly in the language of the customer and keep it short.";
    const theirs = "Answer in the language of the customer and keep it under 90 words.";
    expect(mergeTexts({ base, ours, theirs }).text).toBe(
      "Answer kindly in the language of the customer and keep it under 90 words.",
    );
  });

  it("asks where both changed one place, and shows all three wordings", () => {
    const base = "Use the policy.\nSay what happens next and when.\nBe brief.";
    const ours = "Use the policy.\nSay what happens next and by which day.\nBe brief.";
    const theirs = "Use the policy.\nSay what happens next and when, and who does it.\nBe very brief.";
    const { pieces, text: merged } = mergeTexts({ base, ours, theirs });
    expect(merged).toBeNull();
    expect(pieces.filter(({ kind }) => kind === "conflict")).toEqual([
      { kind: "conflict", base: "when", ours: "by which day", theirs: "when, and who does it" },
    ]);
    expect(pieces.find(({ kind }) => kind === "theirs")?.theirs).toBe("very ");
  });

  it("asks where one took out what the other changed, and where both put something in", () => {
    const conflicts = (base: string, ours: string, theirs: string) =>
      mergeTexts({ base, ours, theirs }).pieces.filter(({ kind }) => kind === "conflict").length;
    expect(conflicts("a\nb\nc", "a\nc", "a\nb changed\nc")).toBe(1);
    expect(conflicts("a\nc", "a\nx\nc", "a\ny\nc")).toBe(1);
    expect(conflicts("", "x", "y")).toBe(1);
    expect(conflicts("red car", "blue car", "red bus")).toBe(1);
  });

  it("stays quick for two large texts that have nothing in common", async () => {
    const large = (word: string) => Array.from({ length: 6_000 }, (_none, at) => `${word} ${at}`).join("\n");
    const ms = await cpuMs(() =>
      expect(mergeTexts({ base: large("a"), ours: large("b"), theirs: large("c") }).text).toBeNull(),
    );
    expect(ms).toBeLessThan(5_000);
  });

  it("stays quick for two large texts that each changed one place", async () => {
    const lines = Array.from({ length: 40_000 }, (_none, at) => `${at}`);
    const base = lines.join("\n");
    const [ours, theirs] = [lines.with(100, "ours").join("\n"), lines.with(39_900, "theirs").join("\n")];
    const kinds: string[] = [];
    const ms = await cpuMs(() =>
      kinds.push(...mergeTexts({ base, ours, theirs }).pieces.map(({ kind }) => kind)),
    );
    expect(kinds).toEqual(["same", "ours", "same", "theirs", "same"]);
    // A copy of the text for every line took most of a minute.
    expect(ms).toBeLessThan(3_000);
  });
});
