import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuMs } from "#testing/cpu";
import { citationsIn } from "./citations.ts";
import packed from "./data/usc-sections.json" with { type: "json" };
import { statusOf } from "./edition.ts";
import { judgeLabelled, readLabelled } from "./labelled.testing.ts";
import { ownPassages } from "./own.testing.ts";

test.each(ownPassages.map(([text, ...citations]) => ({ text, citations })))(
  "$text",
  ({ text, citations }) => {
    const found = citationsIn(text).map(({ start, end, normalised }) => [text.slice(start, end), normalised]);
    expect(found).toEqual(citations);
  },
);

test.each(readLabelled(new URL("law-citations.jsonl", import.meta.url)))(
  "$id, $kind: as labelled",
  (passage) => {
    expect(judgeLabelled(passage)).toMatchObject({ found: passage.citations.length, extra: 0 });
    const { verdicts, rightVerdicts } = judgeLabelled(passage);
    expect(rightVerdicts).toBe(verdicts);
  },
);

const sections = Object.entries(packed.titles).flatMap(([title, { exists }]) =>
  exists
    .split(" ")
    .filter((id) => !id.includes(".."))
    .map((section) => ({ title, section })),
);
const ways = [
  (title: string, section: string) => `${title} U.S.C. § ${section}`,
  (title: string, section: string) => `${title} U. S. C. §§${section}`,
  (title: string, section: string) => `${title} USC ${section}`,
  (title: string, section: string) => `section ${section} of title ${title}, United States Code`,
  (title: string, section: string) => `Title ${title}, United States Code, Section ${section}`,
  (title: string, section: string) => `${title} U.S.C.A. § ${section.replace("-", "–")}`,
];

test("every section of the edition is read whole, however it is cited, and found", () => {
  fc.assert(
    fc.property(fc.constantFrom(...sections), fc.constantFrom(...ways), ({ title, section }, way) => {
      const citation = way(title, section);
      const text = `The claim rests on ${citation}, as the court held.`;
      const [found, ...others] = citationsIn(text);
      expect(others).toEqual([]);
      expect(text.slice(found?.start, found?.end)).toBe(citation);
      expect(found?.targets).toEqual([{ title, section, subsection: "" }]);
      expect(statusOf(title, section)).toBe("exists");
    }),
    { seed: 9, numRuns: Number(process.env["FAST_CHECK_RUNS"] ?? 1_000) },
  );
});

test("long texts are read in little time, whatever they repeat", async () => {
  const ms = await cpuMs(() => {
    for (const part of [
      "42 U.S.C. §§ 1981, 1983, ",
      "(a)",
      "1-",
      "section 1 and ",
      "§ ",
      "Id. ",
      "1 F.",
      "2 of title ",
    ])
      citationsIn(`42 U.S.C. § 1983${part.repeat(200_000 / part.length)}`);
  });
  expect(ms).toBeLessThan(8_000);
});
