import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activeFilters, filterHref, hrefWithout } from "./filter-address.ts";

const given = {
  status: "failed",
  text: "a & b",
  metadata: ["plan=pro", "seats=12"],
  cursor: "x~y",
  model: "",
};

describe("filters in an address", () => {
  it("are one entry per value, without the empty ones and the place in the list", () => {
    expect(activeFilters(given).map(({ name, value }) => `${name}:${value}`)).toEqual([
      "status:failed",
      "text:a & b",
      "metadata:plan=pro",
      "metadata:seats=12",
    ]);
  });

  it("come off one by one, from the first page on", () => {
    expect(hrefWithout("/t", given, "metadata", "plan=pro")).toBe(
      "/t?status=failed&text=a+%26+b&metadata=seats%3D12",
    );
    expect(hrefWithout("/t", { status: "failed" }, "status", "failed")).toBe("/t");
  });

  it("read back as they were written, whatever they hold", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1, unit: "grapheme" })), (values) => {
        const href = filterHref(
          "/t",
          values.map((value) => ({ name: "metadata", value })),
        );
        expect(new URL(href, "http://x").searchParams.getAll("metadata")).toEqual(values);
      }),
    );
  });
});
