import type { MessageRole, PromptContent } from "../content/schema.ts";
import { withoutMessageIds } from "../content/message-ids.ts";
import { contentTexts } from "../content/texts.ts";
import { type Pair, pairMessages, type Piece } from "../content/pair-messages.ts";
import { diffRows, type NameOfModel, type SettingDiff } from "./rows.ts";
import { stableJson } from "./stable.ts";
import { diffIncludes, type IncludeDiff, type IncludedSides } from "./includes.ts";
import { countLines, diffTexts, type TextDiff } from "./texts.ts";

/** One message (or the text) compared. One that only moved or changed its role has the change `same`. */
export type MessageDiff = TextDiff & {
  title: string;
  change: "same" | "changed" | "added" | "removed";
  /** Its places before and after, from 1, where it does not stand in the order it did. */
  moved: { from: number; to: number } | null;
  /** Whose words they were, where they are another's now; null in it is a text prompt's text. */
  roleWas: { role: MessageRole | null } | null;
};
/** What differs between two contents; `summary` says it in a line. */
export type ContentDiff = {
  messages: MessageDiff[];
  settings: SettingDiff[];
  /** The texts that stand in the content through its references and are not what they were. */
  includes: IncludeDiff[];
  isSame: boolean;
  summary: string;
};

/**
 * Compares two contents: their messages one by one, everything else as rows, and what stands in them where that is
 * handed in. Same exactly where the hashes of the versions are; where they are not, there is something to show (laws
 * in the tests).
 */
export function diffContents(
  before: PromptContent | null,
  after: PromptContent,
  nameOfModel?: NameOfModel,
  included: IncludedSides = { before: [], after: [] },
): ContentDiff {
  const [old, now] = [before ? contentTexts(before) : [], contentTexts(after)];
  const saysSame =
    before !== null && stableJson(withoutMessageIds(before)) === stableJson(withoutMessageIds(after));
  // Two messages of one text that only changed places say what they said.
  const pairs = saysSame
    ? now.map((_none, at) => ({ old: at, now: at, isMoved: false }))
    : pairMessages(old, now);
  const messages = pairs.map((pair) => diffMessage(pair, old, now));
  const settings = diffRows(before, after, nameOfModel);
  const includes = diffIncludes(included);
  const isSame = saysSame && includes.length === 0;
  return { messages, settings, includes, isSame, summary: summarise(messages, settings, includes) };
}

function diffMessage(
  { old, now, isMoved }: Pair,
  oldPieces: readonly Piece[],
  nowPieces: readonly Piece[],
): MessageDiff {
  const was = old === null ? null : (oldPieces[old] ?? null);
  const is = now === null ? null : (nowPieces[now] ?? null);
  const [before, after] = [textOf(was), textOf(is)];
  const change = changeOf(was, is);
  return {
    title: now === null ? titleOf(old ?? 0, oldPieces) : titleOf(now, nowPieces),
    change,
    moved: isMoved && old !== null && now !== null ? { from: old + 1, to: now + 1 } : null,
    roleWas: was && is && was.role !== is.role ? { role: was.role } : null,
    ...diffTexts(before, after),
    ...(is ? {} : { totalLines: countLines(before) }),
  };
}

function changeOf(was: Piece | null, is: Piece | null): MessageDiff["change"] {
  if (!was) return "added";
  if (!is) return "removed";
  return was.text === is.text ? "same" : "changed";
}

const textOf = (piece: Piece | null) => piece?.text ?? "";

/** "user message", or "user message 2" where there are several of them. */
function titleOf(place: number, pieces: readonly Piece[]): string {
  const role = pieces[place]?.role ?? null;
  if (role === null) return "text";
  const sameRole = pieces.flatMap((piece, at) => (piece.role === role ? [at] : []));
  return sameRole.length > 1 ? `${role} message ${sameRole.indexOf(place) + 1}` : `${role} message`;
}

function summarise(messages: MessageDiff[], settings: SettingDiff[], includes: IncludeDiff[]): string {
  const parts = messages.flatMap((message) => {
    const said = saidOf(message);
    if (said.length === 0) return [];
    return [
      `${message.title}${message.change === "changed" && said.length === 1 ? "," : ""} ${said.join(", ")}`,
    ];
  });
  if (settings.length > 0) parts.push(`${settings.length} ${settings.length === 1 ? "setting" : "settings"}`);
  parts.push(
    ...includes.map(({ reference, from, to }) => {
      if (from === null || to === null) return `{{> ${reference}}} ${to === null ? "removed" : "added"}`;
      return `{{> ${reference}}} from v${from} to v${to}`;
    }),
  );
  return parts.length > 0 ? parts.join("; ") : "nothing";
}

function saidOf({ change, moved, roleWas, changedLines: lines, totalLines }: MessageDiff): string[] {
  if (change === "added" || change === "removed") return [change];
  return [
    ...(roleWas ? [roleWas.role ? `was the ${roleWas.role}'s` : "was the text"] : []),
    ...(moved ? [`moved from place ${moved.from} to ${moved.to}`] : []),
    ...(change === "changed" ? [linesSaid(lines, totalLines)] : []),
  ];
}

function linesSaid(lines: number, totalLines: number): string {
  const [count, total] = [`${lines} ${lines === 1 ? "line" : "lines"}`, totalLines === 1 ? "line" : "lines"];
  return lines > totalLines ? `${count} taken out or changed` : `${lines} of ${totalLines} ${total}`;
}
