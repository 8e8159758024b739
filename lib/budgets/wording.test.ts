import { expect, it } from "vitest";
import { amountWords, limitWords, subjectWords } from "./wording.ts";

it("an amount has its unit", () => {
  expect(amountWords("usd", 5)).toBe("$5.00");
  expect(amountWords("grams", 12)).toBe("12 gCO₂e");
  expect(amountWords("tokens", 1_000)).toMatch(/^1,000 tokens$|^1k tokens$/);
  expect([amountWords("requests", 1), amountWords("requests", 2)]).toEqual(["1 request", "2 requests"]);
  expect(limitWords({ measure: "requests", amount: 2, period: "day" })).toBe("2 requests a day");
});

it("a limit says what it counts apart, or the one it is for", () => {
  const words = (onlyLabel: string | null) =>
    (["project", "api_key", "user", "route", "metadata"] as const).map((per) =>
      subjectWords({ per, metadataKey: "plan", onlyLabel }),
    );
  expect(words(null)).toEqual([
    "the project",
    "each API key",
    "each end user",
    "each route",
    "each value of plan",
  ]);
  expect(words("one")).toEqual([
    "the project",
    "the API key one",
    "the end user one",
    "the route one",
    "plan = one",
  ]);
});
