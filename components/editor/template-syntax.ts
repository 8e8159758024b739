/** The kinds of tags the template language (Mustache) has. */
export type TagKind = "variable" | "section" | "partial" | "comment";

export type Tag = { from: number; to: number; kind: TagKind; name: string };

/** Matches one tag of the template language; triple braces first. */
export const tagPattern = /\{\{\{([^{}]+)\}\}\}|\{\{([#^/>!&=]?)([^{}]*)\}\}/g;

/** What a tag's sign makes it. */
export function tagKind(sign: string): TagKind {
  if (sign === "#" || sign === "^" || sign === "/") return "section";
  if (sign === ">") return "partial";
  if (sign === "!" || sign === "=") return "comment";
  return "variable";
}

/**
 * Every tag of a text with its place.
 * @internal Shows a test what the editor marks.
 */
export function findTags(text: string): Tag[] {
  return [...text.matchAll(tagPattern)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
    kind: tagKind(match[2] ?? ""),
    name: (match[1] ?? match[3] ?? "").trim(),
  }));
}
