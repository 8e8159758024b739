import type { PromptContent } from "../content/schema.ts";
import { type Included, isIncluded, referencesOf, type Resolution } from "../template/includes.ts";
import { diffRows, type SettingDiff } from "./rows.ts";
import { stableJson } from "./stable.ts";
import { countLines, diffTexts, type TextDiff } from "./texts.ts";

/** What stands in the two contents that are compared. */
export type IncludedSides = { before: readonly Included[]; after: readonly Included[] };

/** What stands in a content that is being typed, among what the server has said of its references so far. */
export function includedIn(content: PromptContent, resolutions: readonly Resolution[]): Included[] {
  const references = new Set(referencesOf(content));
  return resolutions.filter(isIncluded).filter(({ reference }) => references.has(reference));
}

/** A text that stands in a content and is not what it was: another version of it, or one side has none. */
export type IncludeDiff = TextDiff & {
  /** As the template writes it; one that stands within another behind that: `support/tone → shared/legal@3`. */
  reference: string;
  change: "changed" | "added" | "removed";
  /** The numbers of its versions; null where it does not stand. */
  from: number | null;
  to: number | null;
  /** Its variables that differ: their defaults count where it stands. */
  settings: SettingDiff[];
};

type Pair = { reference: string; was: Included | null; is: Included | null };

/**
 * What differs in what stands in two contents, through all levels; each change of a text once, where it stands first.
 * Nothing exactly where the hashes of all references are equal.
 */
export function diffIncludes({ before, after }: IncludedSides): IncludeDiff[] {
  const shown = new Map<string, Pair>();
  for (const pair of changedPairs(before, after, "")) {
    const key = `${pair.was?.versionId} ${pair.is?.versionId}`;
    if (!shown.has(key)) shown.set(key, pair);
  }
  return [...shown.values()].map(diffPair);
}

function changedPairs(before: readonly Included[], after: readonly Included[], within: string): Pair[] {
  const named = (reference: string) => (within === "" ? reference : `${within} → ${reference}`);
  const gone = new Set(before);
  const pairs = after.map((is): Pair => {
    const was =
      before.find(({ reference, promptId }) => reference === is.reference && promptId === is.promptId) ??
      asOtherReference(before, after, is);
    if (was) gone.delete(was);
    return { reference: named(is.reference), was, is };
  });
  const removed = [...gone].map((was): Pair => ({ reference: named(was.reference), was, is: null }));
  return [...pairs, ...removed].flatMap((pair) => {
    const { reference, was, is } = pair;
    if (was?.contentHash === is?.contentHash) return [];
    const inner = changedPairs(was?.includes ?? [], is?.includes ?? [], reference);
    // One that only took up another version of what stands in it says what it said.
    return inner.length > 0 && saysTheSame(was, is) ? inner : [pair, ...inner];
  });
}

/** The same prompt where the text now names another version of it, or by another path. */
function asOtherReference(
  before: readonly Included[],
  after: readonly Included[],
  { promptId }: Included,
): Included | null {
  const isKept = (was: Included) =>
    after.some((is) => is.reference === was.reference && is.promptId === was.promptId);
  return before.find((was) => was.promptId === promptId && !isKept(was)) ?? null;
}

function saysTheSame(was: Included | null, is: Included | null): boolean {
  return was?.text === is?.text && stableJson(was?.variables) === stableJson(is?.variables);
}

function diffPair({ reference, was, is }: Pair): IncludeDiff {
  const [before, after] = [was?.text ?? "", is?.text ?? ""];
  const contentOf = (side: Included | null) => ({
    kind: "text" as const,
    text: "",
    variables: side?.variables ?? [],
    settings: {},
  });
  return {
    reference,
    change: was && is ? "changed" : is ? "added" : "removed",
    from: was?.versionNumber ?? null,
    to: is?.versionNumber ?? null,
    ...diffTexts(before, after),
    ...(is ? {} : { totalLines: countLines(before) }),
    settings: was && is ? diffRows(contentOf(was), contentOf(is)) : [],
  };
}
