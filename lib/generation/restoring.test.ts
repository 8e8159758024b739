import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Restorations } from "#lib/guardrails";
import { RestoringEmit } from "./restoring.ts";
import type { GenerationEvent } from "./schema.ts";

function twelvePeople(): Restorations {
  const restorations = new Restorations();
  for (let at = 1; at <= 12; at += 1) restorations.placeholderFor("PERSON", `Anna "${at}"`, "input");
  restorations.placeholderFor("PERSON", "Somebody the model named", "output");
  return restorations;
}

const part = fc.constantFrom(
  "<PERSON_1>",
  "<PERSON_12>",
  "<PERSON_13>",
  "<PERSON_99>",
  "<PER",
  "SON_2>",
  "<",
  "<<PERSON_3>>",
  "😀",
  " Dear ",
);
const pieces = fc.array(
  fc.tuple(fc.constantFrom("delta", "reasoning", "call"), fc.string({ maxLength: 3 }), part),
  {
    maxLength: 20,
  },
);

describe("an answer with what was taken out of the call", () => {
  it("is restored the same whatever the pieces it comes in", () => {
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 10 }),
        fc.array(fc.nat(100), { maxLength: 9 }),
        (parts, cuts) => {
          const [restorations, told] = [twelvePeople(), [] as GenerationEvent[]];
          const emit = new RestoringEmit((event) => void told.push(event), restorations);
          const text = parts.join("");
          const ends = [...new Set(cuts.map((cut) => cut % (text.length + 1))), text.length].sort(
            (a, b) => a - b,
          );
          const slices = ends.map((end, at) => text.slice(at === 0 ? 0 : ends[at - 1], end));
          for (const slice of slices) emit.take({ type: "reasoning", text: slice });
          for (const slice of slices) emit.take({ type: "delta", text: slice });
          for (const slice of slices) emit.take({ type: "call", index: 2, arguments: slice });
          emit.end();
          const said = (type: string) =>
            told.map((event) => (event.type === type && "text" in event ? event.text : "")).join("");
          expect(said("delta")).toBe(restorations.restore(text));
          expect(said("reasoning")).toBe(restorations.restore(text));
          const args = told.map((event) => (event.type === "call" ? event.arguments : "")).join("");
          expect(args).toBe(restorations.restore(text, (one) => JSON.stringify(one).slice(1, -1)));
        },
      ),
    );
  });

  it("loses nothing and keeps thinking before text, in any order of events", () => {
    fc.assert(
      fc.property(pieces, (given) => {
        const told: GenerationEvent[] = [];
        const emit = new RestoringEmit((event) => void told.push(event), twelvePeople());
        for (const [type, more, text] of given)
          emit.take(
            type === "call"
              ? { type, index: 0, arguments: more + text }
              : { type: type as "delta" | "reasoning", text: more + text },
          );
        emit.end();
        for (const type of ["delta", "reasoning"]) {
          const sent = given.map(([kind, more, text]) => (kind === type ? more + text : "")).join("");
          const said = told
            .map((event) => (event.type === type && "text" in event ? event.text : ""))
            .join("");
          expect(said.replaceAll(/Anna "(\d+)"/g, "<PERSON_$1>")).toBe(sent);
        }
      }),
    );
  });

  it("holds back only what may be the beginning of a placeholder of this call", () => {
    const restorations = twelvePeople();
    expect(restorations.settledLength("a < b")).toBe(5);
    expect(restorations.settledLength("if a <")).toBe(5);
    expect(restorations.settledLength("<PERSON_1")).toBe(0);
    expect(restorations.settledLength("<EMAIL")).toBe(6);
  });
});

it("a number that somebody wrote is given to nobody else", () => {
  const restorations = new Restorations();
  restorations.reserve("Say <PERSON_4> and <PERSON>");
  expect(restorations.placeholderFor("PERSON", "Anna", "input")).toBe("<PERSON_5>");
  expect(restorations.placeholderFor("PERSON", "Anna", "output")).toBe("<PERSON_5>");
  expect(restorations.restore("<PERSON_4> <PERSON_5>")).toBe("<PERSON_4> Anna");
});
