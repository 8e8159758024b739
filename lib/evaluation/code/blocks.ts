import { type CodeLanguage, languageOf } from "./languages.ts";

/** A piece of code in an answer, and the line of the answer (from 1) on which it begins. */
export type CodeBlock = { mark: string; code: string; line: number };

/**
 * The code of a language in an answer: its marked blocks; without one the blocks that say no language; without any block
 * the whole answer. Empty where all blocks are of other languages.
 */
export function codeIn(text: string, language: CodeLanguage): CodeBlock[] {
  const blocks = blocksOf(text);
  if (blocks.length === 0) return [{ mark: "", code: text.replace(/^\uFEFF/, ""), line: 1 }];
  const marked = blocks.filter(({ mark }) => languageOf(language).marks.includes(mark));
  return marked.length > 0 ? marked : blocks.filter(({ mark }) => mark === "");
}

const fence = /^([ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)*)(`{3,}|~{3,})(.*)$/;

/** Fenced blocks by CommonMark's rules, in lists too. A block that nobody closed runs to the end. */
export function blocksOf(text: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { sign: string; indent: number; mark: string; line: number; body: string[] } | null = null;
  for (const [at, line] of text.split(/\r\n|\r|\n/).entries()) {
    const [, before = "", sign = "", info = ""] = fence.exec(line) ?? [];
    if (open === null) {
      // A backtick in the info string: code within a line, not a block.
      if (sign === "" || (sign.startsWith("`") && info.includes("`"))) continue;
      open = { sign, indent: before.length, mark: markOf(info), line: at + 2, body: [] };
    } else if (sign.startsWith(open.sign) && info.trim() === "" && before.trim() === "") {
      blocks.push(closed(open));
      open = null;
    } else open.body.push(dedented(line, open.indent));
  }
  if (open !== null) blocks.push(closed(open));
  return blocks;
}

function closed({ mark, body, line }: { mark: string; body: string[]; line: number }): CodeBlock {
  return { mark, code: body.join("\n"), line };
}

/** "TypeScript {1,3}" and "{.ts .numberLines}" are marked "typescript" and "ts". */
function markOf(info: string): string {
  return (/^[\s{.]*([^\s{}:,]*)/.exec(info)?.[1] ?? "").toLowerCase();
}

/** A block within a list is moved to the left by what stands before its fence, as far as there are spaces. */
function dedented(line: string, indent: number): string {
  let spaces = 0;
  while (spaces < indent && (line[spaces] === " " || line[spaces] === "\t")) spaces += 1;
  return line.slice(spaces);
}
