/** One `{{...}}` of a template: its mustache sign, its name and where it stands. */
export type TemplateTag = {
  sign: "" | "&" | "#" | "^" | "/" | ">" | "!" | "=";
  name: string;
  from: number;
  to: number;
};
export type TagScan = { tags: TemplateTag[]; unclosed: { from: number; to: number } | null };

/**
 * Lists the tags of a template without giving up at the first mistake, which mustache's own parser does.
 * It reads opening and closing braces exactly as mustache does (a test compares both).
 */
export function scanTags(text: string): TagScan {
  const tags: TemplateTag[] = [];
  let position = 0;
  for (;;) {
    const from = text.indexOf("{{", position);
    if (from < 0) return { tags, unclosed: null };
    let cursor = skipSpace(text, from + 2);
    const head = text[cursor] ?? "";
    const isTriple = head === "{";
    const isSigned = "#^/>&!={".includes(head) && head !== "";
    if (isSigned) cursor = skipSpace(text, cursor + 1);
    const closing = isTriple ? "}}}" : "}}";
    const end = text.indexOf(closing, cursor);
    if (end < 0) return { tags, unclosed: { from, to: Math.min(text.length, lineEnd(text, from)) } };
    const to = end + closing.length;
    const sign = isTriple ? "&" : isSigned ? (head as TemplateTag["sign"]) : "";
    tags.push({ sign, name: text.slice(cursor, end).trim(), from, to });
    position = to;
  }
}

function skipSpace(text: string, from: number): number {
  let cursor = from;
  while (cursor < text.length && /\s/.test(text[cursor] ?? "")) cursor += 1;
  return cursor;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
