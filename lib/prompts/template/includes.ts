import { labelRule, pathRule, promptLimits } from "../content/rules.ts";
import type { PromptContent, PromptVariable } from "../content/schema.ts";
import { contentTexts } from "../content/texts.ts";
import { scanTags } from "./tags.ts";

/** A text prompt that stands in another: the version a reference meant when it was saved, with what stands in that. */
export type Included = {
  /** As the template writes it: `support/tone@production`. */
  reference: string;
  promptId: string;
  path: string;
  versionId: string;
  versionNumber: number;
  /** Of its text and of everything that stands in it. */
  contentHash: string;
  text: string;
  variables: PromptVariable[];
  includes: Included[];
  /** What whoever writes the prompt should know of it now: its prompt is archived, or the reference leads nowhere any more. */
  warning?: string;
};
/** A reference that means nothing that could stand there, and why. */
export type IncludeFault = { reference: string; problem: string };
export type Resolution = Included | IncludeFault;
/** What a reference means; undefined where that is not known (an editor that has not asked yet). */
export type Resolver = (reference: string) => Resolution | undefined;

export const resolveNothing: Resolver = () => undefined;

export function resolverOf(resolutions: readonly Resolution[]): Resolver {
  return (reference) => resolutions.find((each) => each.reference === reference);
}

export function isIncluded(resolution: Resolution | undefined): resolution is Included {
  return resolution !== undefined && "versionId" in resolution;
}

/** A reference taken apart, or null for none: `folder/name`, `folder/name@label`, `folder/name@7`. */
export function parseReference(reference: string): { path: string; label?: string; version?: number } | null {
  const [path = "", which, more] = reference.split("@");
  if (more !== undefined || !pathRule.pattern.test(path) || path.length > promptLimits.pathLength)
    return null;
  if (which === undefined) return { path };
  if (/^[1-9]\d{0,8}$/.test(which)) return { path, version: Number(which) };
  return labelRule.pattern.test(which) ? { path, label: which } : null;
}

/** The references in a content, each once, in the order they come. */
export function referencesOf(content: PromptContent): string[] {
  const names = contentTexts(content).flatMap(({ text }) =>
    text.includes(">") ? scanTags(text).tags.flatMap(({ sign, name }) => (sign === ">" ? name : [])) : [],
  );
  return [...new Set(names)].filter((name) => parseReference(name) !== null);
}

/** The paths from an included prompt down to its deepest, or to the first prompt of this id. */
export function chainTo(included: Included, promptId: string | null): string[] | null {
  if (included.promptId === promptId) return [included.path];
  const below = included.includes.flatMap((inner) => {
    const chain = chainTo(inner, promptId);
    return chain ? [chain] : [];
  });
  if (promptId !== null) return below[0] ? [included.path, ...below[0]] : null;
  return [included.path, ...(below.toSorted((a, b) => b.length - a.length)[0] ?? [])];
}
