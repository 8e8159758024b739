import { diffLines, diffWordsWithSpace } from "diff";

/** A run of text that is in both, only in the new, or only in the old. */
export type DiffPart = { kind: "same" | "added" | "removed"; text: string };

/**
 * Past so many edits nothing reads the words any more, and the search for them grows with their square: a prompt of
 * 250 kB would take seconds. Whole lines are compared then, and past as many again the texts as wholes.
 */
const mostEdits = 2_000;

/** Word diff of two texts; joining what is not removed gives the new one, what is not added the old one. */
export function diffWords(before: string, after: string): DiffPart[] {
  return within(before, after, (old, now) => {
    const changes = diffWordsWithSpace(old, now, { maxEditLength: mostEdits });
    return changes ? joinNearby(toParts(changes)) : linesOf(old, now);
  });
}

/** Line diff of two texts, under the same law as diffWords. */
export function diffLinesOf(before: string, after: string): DiffPart[] {
  return within(before, after, linesOf);
}

function linesOf(before: string, after: string): DiffPart[] {
  const changes = diffLines(before, after, { maxEditLength: mostEdits });
  return changes ? toParts(changes) : whole(before, after);
}

/** Compares only the lines between the first and the last that differ: most edits of a long text are in one place. */
function within(
  before: string,
  after: string,
  compare: (before: string, after: string) => DiffPart[],
): DiffPart[] {
  if (before === after) return after === "" ? [] : [{ kind: "same", text: after }];
  const head = sharedLines(before, after);
  const [old, now] = [before.slice(head), after.slice(head)];
  const tail = sharedEnd(old, now);
  const same = (text: string): DiffPart[] => (text === "" ? [] : [{ kind: "same", text }]);
  return merged([
    ...same(before.slice(0, head)),
    ...compare(old.slice(0, old.length - tail), now.slice(0, now.length - tail)),
    ...same(tail === 0 ? "" : old.slice(-tail)),
  ]);
}

/** The length of the whole lines both texts begin with. */
function sharedLines(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let at = 0;
  while (at < most && before[at] === after[at]) at += 1;
  return at === 0 ? 0 : before.lastIndexOf("\n", at - 1) + 1;
}

/** The length of the whole lines both texts end with, each with the line end before it. */
function sharedEnd(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let length = 0;
  while (length < most && before[before.length - 1 - length] === after[after.length - 1 - length])
    length += 1;
  const start = before.indexOf("\n", before.length - length);
  return length === 0 || start < 0 ? 0 : before.length - start - 1;
}

function merged(parts: DiffPart[]): DiffPart[] {
  const result: DiffPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (part.text === "") continue;
    if (last?.kind === part.kind) last.text += part.text;
    else result.push({ ...part });
  }
  return result;
}

function toParts(changes: { added?: boolean; removed?: boolean; value: string }[]): DiffPart[] {
  return changes.map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}

/**
 * A sentence put in other words shares its small words with the old one; word for word that reads as confetti.
 * Changes that are parted by less than this many characters of one line are shown as one removed and one added piece.
 */
const islandLength = 6;

function joinNearby(parts: DiffPart[]): DiffPart[] {
  const joined: DiffPart[] = [];
  let group: DiffPart[] = [];
  for (const [index, part] of parts.entries()) {
    const isIsland =
      part.kind === "same" &&
      part.text.length < islandLength &&
      !part.text.includes("\n") &&
      group.length > 0 &&
      index < parts.length - 1;
    if (part.kind !== "same" || isIsland) {
      group.push(part);
      continue;
    }
    joined.push(...joinGroup(group), part);
    group = [];
  }
  return [...joined, ...joinGroup(group)];
}

/** One removed and one added piece; where only one kind of change happened, the parts as they are. */
function joinGroup(group: DiffPart[]): DiffPart[] {
  const kinds = new Set(group.map(({ kind }) => kind));
  if (!kinds.has("removed") || !kinds.has("added")) return group;
  const text = (without: DiffPart["kind"]) =>
    group
      .filter(({ kind }) => kind !== without)
      .map((part) => part.text)
      .join("");
  return [
    { kind: "removed", text: text("added") },
    { kind: "added", text: text("removed") },
  ];
}

function whole(before: string, after: string): DiffPart[] {
  const parts: DiffPart[] = [
    { kind: "removed", text: before },
    { kind: "added", text: after },
  ];
  return parts.filter(({ text }) => text !== "");
}
