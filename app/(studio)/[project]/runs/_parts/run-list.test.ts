import { expect, it } from "vitest";
import { present } from "#platform/list-address";
import { ListRunsInput } from "#schema/evaluation";
import { runList } from "./run-list.ts";

it("the filters of runs leave out what is wrong and keep the rest, so that the verb takes them", () => {
  const {
    cursor,
    sort: _,
    ...filters
  } = runList.load({
    status: "failed",
    promptId: "nonsense",
    unheard: "of",
    suiteId: "",
    verdict: "maybe",
    limit: "2",
  });
  expect(present({ ...filters, cursor })).toEqual({ status: "failed" });
  expect(ListRunsInput.parse(present(filters))).toMatchObject({ status: "failed", limit: 50 });
});
