import { diffLines, diffWordsWithSpace } from "diff";
import type { MessageRole, PromptContent } from "./content.ts";
import { contentTexts } from "./content-facts.ts";

/** A run of text that is in both, only in the new, or only in the old. */
export type DiffPart = { kind: "same" | "added" | "removed"; text: string };
/** One message (or the text) compared; `change` says whether it exists on both sides. */
export type MessageDiff = {
  title: string;
  change: "same" | "changed" | "added" | "removed";
  words: DiffPart[];
  lines: DiffPart[];
  /** Lines of the new text touched by the change, and how many it has. */
  changedLines: number;
  totalLines: number;
};
/** One setting, variable, tool or schema that differs; null is absent. */
export type SettingDiff = { name: string; before: string | null; after: string | null };
/** What differs between two contents; `summary` says it in a line. */
export type ContentDiff = {
  messages: MessageDiff[];
  settings: SettingDiff[];
  isSame: boolean;
  summary: string;
};

/** Word diff of two texts; joining what is not removed gives the new one, what is not added the old one. */
export function diffWords(before: string, after: string): DiffPart[] {
  if (before === after) return after === "" ? [] : [{ kind: "same", text: after }];
  // Past this many edits nothing reads the words any more, and the search for them takes seconds.
  const changes = diffWordsWithSpace(before, after, { maxEditLength: 5_000 });
  return changes ? joinNearby(toParts(changes)) : whole(before, after);
}

/** Line diff of two texts, under the same law as diffWords. */
export function diffLinesOf(before: string, after: string): DiffPart[] {
  if (before === after) return after === "" ? [] : [{ kind: "same", text: after }];
  const changes = diffLines(before, after, { maxEditLength: 5_000 });
  return changes ? toParts(changes) : whole(before, after);
}

/** Compares two contents: messages by role and order, everything else as rows. */
export function diffContents(before: PromptContent | null, after: PromptContent): ContentDiff {
  const messages = pairTexts(before, after).map(({ title, old, now }) => diffMessage(title, old, now));
  const settings = diffSettings(before, after);
  const isSame = messages.every(({ change }) => change === "same") && settings.length === 0;
  return { messages, settings, isSame, summary: summarise(messages, settings) };
}

type Pair = { title: string; old: string | null; now: string | null };

function pairTexts(before: PromptContent | null, after: PromptContent): Pair[] {
  const old = before ? contentTexts(before) : [];
  const now = contentTexts(after);
  const pairs: Pair[] = [];
  const taken = new Set<number>();
  for (const text of now) {
    const match = old.findIndex((candidate, index) => !taken.has(index) && candidate.role === text.role);
    if (match >= 0) taken.add(match);
    pairs.push({ title: titleOf(text.role), old: old[match]?.text ?? null, now: text.text });
  }
  for (const [index, text] of old.entries()) {
    if (!taken.has(index)) pairs.push({ title: titleOf(text.role), old: text.text, now: null });
  }
  return pairs;
}

function titleOf(role: MessageRole | null): string {
  return role ? `${role} message` : "text";
}

function diffMessage(title: string, old: string | null, now: string | null): MessageDiff {
  const words = diffWords(old ?? "", now ?? "");
  const lines = diffLinesOf(old ?? "", now ?? "");
  const change = old === null ? "added" : now === null ? "removed" : old === now ? "same" : "changed";
  // With a line end after both, a line put at the end does not count the one before it as changed.
  const counted = diffLinesOf(`${old ?? ""}\n`, `${now ?? ""}\n`);
  const changedLines = counted
    .filter(({ kind }) => kind === (change === "removed" ? "removed" : "added"))
    .reduce((sum, { text }) => sum + countLines(text), 0);
  return { title, change, words, lines, changedLines, totalLines: countLines(now ?? old ?? "") };
}

function countLines(text: string): number {
  return text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
}

function diffSettings(before: PromptContent | null, after: PromptContent): SettingDiff[] {
  const old = before ? rowsOf(before) : new Map<string, string>();
  const now = rowsOf(after);
  return [...new Set([...now.keys(), ...old.keys()])]
    .map((name) => ({ name, before: old.get(name) ?? null, after: now.get(name) ?? null }))
    .filter((row) => row.before !== row.after);
}

function rowsOf(content: PromptContent): Map<string, string> {
  const rows = new Map<string, string>([["kind", content.kind]]);
  for (const { name, ...rest } of content.variables) rows.set(`variable ${name}`, describeVariable(rest));
  for (const [name, value] of Object.entries(content.settings))
    if (value !== undefined) rows.set(name, Array.isArray(value) ? JSON.stringify(value) : String(value));
  for (const tool of content.tools ?? []) rows.set(`tool ${tool.name}`, JSON.stringify(tool, null, 2));
  if (content.responseSchema) rows.set("response schema", JSON.stringify(content.responseSchema, null, 2));
  return rows;
}

function describeVariable(variable: Omit<PromptContent["variables"][number], "name">): string {
  const parts: string[] = [variable.type, variable.required ? "required" : "optional"];
  if (variable.options?.length) parts.push(`of ${variable.options.join(", ")}`);
  if (variable.default !== undefined) parts.push(`default ${JSON.stringify(variable.default)}`);
  if (variable.description) parts.push(`"${variable.description}"`);
  return parts.join(", ");
}

function summarise(messages: MessageDiff[], settings: SettingDiff[]): string {
  const parts = messages.flatMap(({ title, change, changedLines, totalLines }) => {
    if (change === "same") return [];
    if (change !== "changed") return [`${title} ${change}`];
    return [`${title}, ${changedLines} of ${totalLines} ${totalLines === 1 ? "line" : "lines"}`];
  });
  if (settings.length > 0) parts.push(`${settings.length} ${settings.length === 1 ? "setting" : "settings"}`);
  return parts.length > 0 ? parts.join("; ") : "nothing";
}

function toParts(changes: { added?: boolean; removed?: boolean; value: string }[]): DiffPart[] {
  return changes.map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value,
  }));
}

/**
 * A sentence put anew shares its small words with the old one; word for word that reads as confetti. Changes that
 * are parted by less than this many characters of one line are shown as one removed and one added piece.
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
