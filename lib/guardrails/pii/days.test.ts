import { describe, expect, it } from "vitest";
import { isDay, isRealDay } from "./days.ts";
import { fold } from "./fold.ts";
import { monthLanguages } from "./months.ts";

/** Fifteenth days of the months of 1984 as CLDR writes them, folded as texts are before they are judged. */
const written = (language: string, month: "long" | "short") =>
  Array.from(
    { length: 12 },
    (_, at) =>
      fold(
        new Intl.DateTimeFormat(`${language}-u-nu-latn-ca-gregory`, {
          day: "numeric",
          month,
          year: "numeric",
          timeZone: "UTC",
        }).format(new Date(Date.UTC(1984, at, 15))),
      ).text,
  );

/** Irish names two months with two words. */
const unread: Record<string, string[]> = { ga: ["15 Meán Fómhair 1984", "15 Deireadh Fómhair 1984"] };

describe("a day", () => {
  it.each(monthLanguages.split(" "))("with the name of its month is one in %s", (language) => {
    const days = (["long", "short"] as const).flatMap((month) => written(language, month));
    expect(days.filter((day) => !isDay(day))).toEqual(unread[language] ?? []);
  });

  it.each(["5 apples 1980", "5 de copas 1980", "version 5, 1980", "Room 12, 1980", "1980-13"])(
    "is not %j",
    (text) => {
      expect(isDay(text)).toBe(false);
    },
  );

  it("has no other words in it", () => {
    expect(isRealDay("15 May 1984")).toBe(true);
    expect(isRealDay("15 Mayor 1984")).toBe(false);
  });
});
