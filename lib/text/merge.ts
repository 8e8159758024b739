import { diffArrays } from "diff";
import { wordsOf } from "./words.ts";

/** A text as it was (`base`) and what two people made of it. */
export type Versions = { base: string; ours: string; theirs: string };

/**
 * A stretch of a three-way merge. `same`: nobody touched it; `ours`, `theirs`: one of them did; `both`: they did the
 * same; `conflict`: they did different things. The pieces' texts, joined side by side, are the three texts that went
 * in, so that no merge can lose a word.
 */
export type MergePiece = Versions & { kind: "same" | "ours" | "theirs" | "both" | "conflict" };

export type TextMerge = {
  /** Lines where lines suffice, words where both changed the same lines. Every text ends its last line. */
  pieces: MergePiece[];
  /** The merged text; null while there is a conflict in it. */
  text: string | null;
};

/** Past so many edits a side is taken for rewritten: the search for what it kept grows with their square. */
const mostEdits = 2_000;

/**
 * Merges two texts that came from one: by lines first (diff3: Khanna, Kunal and Pierce, A Formal Investigation of
 * Diff3, 2007), and by words where both changed the same lines. Changes that have no whole word between them are a
 * conflict. Nothing depends on which of the two is called ours.
 */
export function mergeTexts({ base, ours, theirs }: Versions): TextMerge {
  const asLines = (text: string) => linesOf(`${text}\n`);
  const byLines = diff3({ base: asLines(base), ours: asLines(ours), theirs: asLines(theirs) });
  const pieces = byLines.flatMap((piece) => (piece.kind === "conflict" ? byWords(piece) : [piece]));
  if (pieces.some(({ kind }) => kind === "conflict")) return { pieces, text: null };
  return { pieces, text: pieces.map(chosenText).join("").replace(/\n$/, "") };
}

/** What stands in the result where a piece is no conflict. */
export function chosenText({ kind, base, ours, theirs }: MergePiece): string {
  switch (kind) {
    case "same":
      return base;
    case "ours":
    case "both":
      return ours;
    case "theirs":
      return theirs;
    case "conflict":
      return "";
    default:
      return kind satisfies never;
  }
}

/** Lines one of them wrote twice, took out or put in are not taken apart: a word in common there means nothing. */
function byWords(conflict: MergePiece): MergePiece[] {
  const { base, ours, theirs } = conflict;
  if (base === "" || ours === "" || theirs === "") return [conflict];
  // The last line's end stays; a word-for-word merge may then take anything else.
  const words = (text: string) => wordsOf(text.slice(0, -1));
  const pieces = joinClose(diff3({ base: words(base), ours: words(ours), theirs: words(theirs) }));
  if (pieces.every(({ kind }) => kind === "conflict")) return [conflict];
  return [...pieces, { kind: "same", base: "\n", ours: "\n", theirs: "\n" }];
}

/** Two people's changes with next to nothing between them belong together; only a person can say how they read. */
function joinClose(pieces: MergePiece[]): MergePiece[] {
  const joined: MergePiece[] = [];
  for (const piece of pieces) {
    const [before, between] = [joined.at(-2), joined.at(-1)];
    if (before && between && isClose(before, between, piece)) {
      joined.splice(-2, 2, join([before, between, piece]));
    } else joined.push(piece);
  }
  return joined;
}

function isClose(before: MergePiece, between: MergePiece, after: MergePiece): boolean {
  if (between.kind !== "same" || before.kind === "same" || after.kind === "same") return false;
  if (before.kind === after.kind && before.kind !== "conflict") return false;
  return !/[\p{L}\p{N}\n]/u.test(between.base);
}

function join(pieces: MergePiece[]): MergePiece {
  const all = (side: keyof Versions) => pieces.map((piece) => piece[side]).join("");
  return pieceOf({ base: all("base"), ours: all("ours"), theirs: all("theirs") });
}

function pieceOf(versions: Versions): MergePiece {
  const { base, ours, theirs } = versions;
  if (ours === theirs) return { kind: ours === base ? "same" : "both", ...versions };
  if (base === theirs) return { kind: "ours", ...versions };
  return { kind: base === ours ? "theirs" : "conflict", ...versions };
}

type Lists = { base: string[]; ours: string[]; theirs: string[] };

/** What all three have, in order, parts the text; between two such stretches stands what somebody changed. */
function diff3({ base, ours, theirs }: Lists): MergePiece[] {
  const [ofOurs, ofTheirs] = [kept(base, ours), kept(base, theirs)];
  const pieces: MergePiece[] = [];
  let at = { base: 0, ours: 0, theirs: 0 };
  const add = (to: typeof at) => {
    const text = (side: keyof Lists) => ({ base, ours, theirs })[side].slice(at[side], to[side]).join("");
    const piece = pieceOf({ base: text("base"), ours: text("ours"), theirs: text("theirs") });
    at = to;
    if (piece.base === "" && piece.ours === "" && piece.theirs === "") return;
    const last = pieces.at(-1);
    if (piece.kind === "same" && last?.kind === "same") pieces.splice(-1, 1, join([last, piece]));
    else pieces.push(piece);
  };
  let place = 0;
  while (place < base.length) {
    const [inOurs, inTheirs] = [ofOurs.get(place), ofTheirs.get(place)];
    if (inOurs === undefined || inTheirs === undefined) {
      place += 1;
      continue;
    }
    // A whole run at once: put together line by line, a long text would be copied as often as it has lines.
    let length = 1;
    while (
      ofOurs.get(place + length) === inOurs + length &&
      ofTheirs.get(place + length) === inTheirs + length
    )
      length += 1;
    add({ base: place, ours: inOurs, theirs: inTheirs });
    place += length;
    add({ base: place, ours: inOurs + length, theirs: inTheirs + length });
  }
  add({ base: base.length, ours: ours.length, theirs: theirs.length });
  return pieces;
}

/** Which places of the old list stand where in the new one. */
function kept(old: string[], now: string[]): Map<number, number> {
  const places = new Map<number, number>();
  let [i, j] = [0, 0];
  for (const { added, removed, value } of diffArrays(old, now, { maxEditLength: mostEdits }) ?? []) {
    if (added) j += value.length;
    else if (removed) i += value.length;
    else for (const _ of value) places.set(i++, j++);
  }
  return places;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n/g) ?? [];
}
