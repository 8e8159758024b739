import { expect, it } from "vitest";
import { OthersBuilder } from "./others.ts";

it("thinking that a router streams in numbered pieces becomes one text a place", () => {
  const builder = new OthersBuilder();
  const piece = (text: string, index = 0) => ({ type: "reasoning.text", text, index, format: "f-1" });
  for (const details of [
    [piece("Write to anna.k")],
    [piece("owalska@exa"), piece("Then", 1)],
    [piece("mple.org")],
  ])
    builder.add({}, {}, { reasoning_details: details });
  builder.add({}, {}, { reasoning_details: [{ type: "reasoning.text", index: 0, signature: "s" }] });
  builder.add({}, {}, { reasoning_details: [{ type: "reasoning.encrypted", index: 0, data: "d" }] });
  expect(builder.members?.message).toEqual({
    reasoning_details: [
      { ...piece("Write to anna.kowalska@example.org"), signature: "s" },
      piece("Then", 1),
      { type: "reasoning.encrypted", index: 0, data: "d" },
    ],
  });
});

it("items without a number stay apart", () => {
  const builder = new OthersBuilder();
  for (const url of ["a", "b"]) builder.add({}, {}, { annotations: [{ type: "url_citation", url }] });
  expect(builder.members?.message).toEqual({
    annotations: [
      { type: "url_citation", url: "a" },
      { type: "url_citation", url: "b" },
    ],
  });
});

it("a member called __proto__ hides no other", () => {
  const builder = new OthersBuilder();
  const odd = JSON.parse('{"note": "a", "__proto__": {"x": 1}, "more": {"__proto__": {"y": 2}}}') as object;
  builder.add({}, {}, { ...odd });
  builder.add({}, {}, { ...odd });
  const message = builder.members?.message ?? {};
  expect(message["note"]).toBe("aa");
  for (const each of [message, message["more"]]) expect(Object.getPrototypeOf(each)).toBe(Object.prototype);
});
