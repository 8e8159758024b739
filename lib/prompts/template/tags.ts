/** One tag of a template: its mustache sign, its name and where it stands. */
export type TemplateTag = {
  sign: "" | "&" | "#" | "^" | "/" | ">" | "!" | "=";
  name: string;
  from: number;
  to: number;
  /** Where the sign stands, or the name where there is none. */
  signAt: number;
};
export type TagScan = { tags: TemplateTag[]; unclosed: { from: number; to: number } | null };

type Delimiters = { open: string; close: string };

/**
 * Lists the tags of a template without giving up at the first mistake, which mustache's own parser does.
 * It reads opening, closing and changed delimiters exactly as mustache does (a test compares both).
 */
export function scanTags(text: string): TagScan {
  const tags: TemplateTag[] = [];
  let delimiters: Delimiters = { open: "{{", close: "}}" };
  let position = 0;
  for (;;) {
    const from = text.indexOf(delimiters.open, position);
    if (from < 0) return { tags, unclosed: null };
    const read = readTag(text, from, delimiters);
    if (!read) return { tags, unclosed: { from, to: Math.min(text.length, lineEnd(text, from)) } };
    tags.push(read.tag);
    delimiters = read.delimiters;
    position = read.tag.to;
  }
}

function readTag(
  text: string,
  from: number,
  delimiters: Delimiters,
): { tag: TemplateTag; delimiters: Delimiters } | null {
  let cursor = skipSpace(text, from + delimiters.open.length);
  const signAt = cursor;
  const head = text[cursor] ?? "";
  const isTriple = head === "{";
  const isSigned = "#^/>&!={".includes(head) && head !== "";
  if (isSigned) cursor = skipSpace(text, cursor + 1);
  const closing = isTriple
    ? `}${delimiters.close}`
    : head === "="
      ? `=${delimiters.close}`
      : delimiters.close;
  const end = endOf(text, closing, cursor, head);
  if (!end) return null;
  const name = text.slice(cursor, end.from).trim().normalize("NFC");
  const sign = isTriple ? "&" : isSigned ? (head as TemplateTag["sign"]) : "";
  const next = sign === "=" ? delimitersOf(name) : null;
  return { tag: { sign, name, from, to: end.to, signAt }, delimiters: next ?? delimiters };
}

/** Where a tag's name ends and where the tag does. Between the equals sign and the delimiter mustache allows anything. */
function endOf(
  text: string,
  closing: string,
  cursor: number,
  head: string,
): { from: number; to: number } | null {
  if (head !== "=") {
    const at = text.indexOf(closing, cursor);
    return at < 0 ? null : { from: at, to: at + closing.length };
  }
  const equals = text.indexOf("=", cursor);
  const close = equals < 0 ? -1 : text.indexOf(closing.slice(1), equals + 1);
  return close < 0 ? null : { from: equals, to: close + closing.length - 1 };
}

/**
 * The template with every include written as a value: `{{> a/b}}` as `{{&> a/b}}`. Mustache takes the line end after an
 * include that stands alone; a prompt's text must stand there as it is, and nothing else on the line change.
 */
export function includesAsValues(text: string): string {
  let result = "";
  let position = 0;
  for (const { sign, signAt } of scanTags(text).tags) {
    if (sign !== ">") continue;
    result += `${text.slice(position, signAt)}&`;
    position = signAt;
  }
  return result + text.slice(position);
}

/** The two delimiters a `{{=<% %>=}}` names, or null when it names none. */
export function delimitersOf(name: string): Delimiters | null {
  const [open, close, more] = name.split(/\s+/);
  return open && close && more === undefined ? { open, close } : null;
}

/**
 * A piece of a template that only looks like a tag, written so that it stays as it is: between other delimiters, as
 * mustache has it. Prompts about other template languages need that.
 */
export function literally(piece: string): string {
  let [open, close] = ["<%", "%>"];
  // The first place where the tags open again must be the end of the piece.
  for (let length = 1; `${piece}${open}`.indexOf(open) < piece.length; length += 1)
    [open, close] = [`<${"~".repeat(length)}`, `${"~".repeat(length)}>`];
  return `{{=${open} ${close}=}}${piece}${open}={{ }}=${close}`;
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
