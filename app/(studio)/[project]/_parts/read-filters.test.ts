import { describe, expect, it } from "vitest";
import { ListRunsInput } from "#schema/evaluation";
import { ListGenerationsInput } from "#schema/observability";
import { readFilters } from "./read-filters.ts";

describe("the filters of an address", () => {
  it("leave out what is wrong and keep the rest", () => {
    const { filters, given } = readFilters(ListRunsInput, {
      status: "failed",
      promptId: "nonsense",
      unheard: "of",
      suiteId: "",
      limit: "2",
    });
    expect(given).toEqual({ status: "failed" });
    expect(filters).toMatchObject({ status: "failed", limit: 50 });
  });

  it("take several where the list does, and the first where it takes one", () => {
    const query = { metadata: ["plan=pro", "seats=12"], status: ["failed", "succeeded"], model: "a" };
    const { given, filters } = readFilters(ListGenerationsInput, query);
    expect(given).toEqual({ metadata: ["plan=pro", "seats=12"], status: "failed", model: "a" });
    expect(filters.metadata).toEqual(["plan=pro", "seats=12"]);
    expect(readFilters(ListGenerationsInput, { metadata: "plan=pro" }).filters.metadata).toEqual([
      "plan=pro",
    ]);
  });
});
