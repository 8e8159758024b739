import { parseWhole } from "../../json-text.ts";

/** Characters read in all: every bracket begins a try, and a text of brackets alone would take quadratic time. */
const mostRead = 5_000_000;

/** Objects and lists of a text that are JSON, outermost only; "unread" where looking for them would take too long. */
export function jsonInText(text: string): unknown[] | "unread" {
  const found: unknown[] = [];
  let read = 0;
  for (let at = nextOpening(text, 0); at >= 0;) {
    const end = endOfValue(text, at, mostRead - read);
    read += (end ?? text.length) - at;
    if (read >= mostRead) return "unread";
    const value = end === null ? undefined : parseWhole(text.slice(at, end));
    if (value !== undefined) found.push(value);
    at = nextOpening(text, value === undefined || end === null ? at + 1 : end);
  }
  return found;
}

function nextOpening(text: string, from: number): number {
  const opening = /[{[]/g;
  opening.lastIndex = from;
  return opening.exec(text)?.index ?? -1;
}

/** Behind the bracket that closes the one at `from`; null where none does. Brackets in strings do not count. */
function endOfValue(text: string, from: number, most: number): number | null {
  const open: string[] = [];
  let isString = false;
  for (let at = from; at < text.length && at - from < most; at += 1) {
    const letter = text[at];
    if (isString) {
      if (letter === "\\") at += 1;
      else if (letter === '"') isString = false;
    } else if (letter === '"') isString = true;
    else if (letter === "{" || letter === "[") open.push(letter === "{" ? "}" : "]");
    else if (letter === "}" || letter === "]") {
      if (open.pop() !== letter) return null;
      if (open.length === 0) return at + 1;
    }
  }
  return null;
}
