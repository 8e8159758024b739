import { SaxesParser } from "saxes";
import { type CodeError, codeError } from "./verdict.ts";

/** Where the outermost element ends, and every element by its path: "order", "order.line". */
export type ReadXml = { end: number; paths: ReadonlySet<string> };

/** Deeper than any document a person reads; looking up a name's space takes a step for every level. */
const mostLevels = 500;

class Stop extends Error {}

/**
 * Well-formed XML 1.0 with namespaces, or its first error. Nothing outside the text is read, and no entity but XML's five is
 * replaced. With `isFragment` what follows the outermost element does not count.
 */
export function readXml(text: string, isFragment = false): ReadXml | { error: CodeError } {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: string[] = [];
  const paths = new Set<string>();
  let first: CodeError | null = null;
  let end = text.length;
  parser.on("error", (error) => {
    const message = error.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
    first = codeError(parser.line, parser.column, message).error;
    throw new Stop();
  });
  parser.on("opentag", ({ name }) => {
    open.push(name);
    if (open.length > mostLevels) {
      first = codeError(parser.line, parser.column, `elements stand more than ${mostLevels} deep`).error;
      throw new Stop();
    }
    paths.add(open.join("."));
  });
  parser.on("closetag", () => {
    open.pop();
    if (!isFragment || open.length > 0) return;
    end = parser.position;
    throw new Stop();
  });
  try {
    parser.write(text).close();
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
  }
  return first === null ? { end, paths } : { error: first };
}

/** Letters read in all: every tag begins a try, and tags that nobody closes would take quadratic time. */
const mostRead = 1_000_000;

/** Elements in a text that are well-formed, outermost only; "unread" where looking for them would take too long. */
export function fragmentsOf(text: string): ReadXml[] | "unread" {
  const found: ReadXml[] = [];
  const opening = /<(?=[\p{L}_])/gu;
  let read = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const rest = text.slice(match.index);
    const one = readXml(rest, true);
    const isRead = !("error" in one);
    read += isRead ? one.end : rest.length;
    if (read > mostRead) return "unread";
    if (!isRead) continue;
    found.push(one);
    opening.lastIndex = match.index + one.end;
  }
  return found;
}
