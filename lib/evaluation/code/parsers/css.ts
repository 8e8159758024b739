import { type CssNode, type Declaration, parse, tokenize, tokenNames, walk } from "css-tree";
import { type CodeError, type CodeParser, codeError, errorAt, noError } from "../verdict.ts";

/** A style sheet, or declarations for one element; properties and values are not looked up. */
export const checkCss: CodeParser = (code) => {
  const unbalanced = balanceOf(code);
  const found = [...(unbalanced ? [unbalanced] : []), ...errorsOf(code, "stylesheet")];
  const [first] = found.toSorted((left, right) => left.line - right.line || left.column - right.column);
  if (!first) return noError;
  const isList = !code.includes("{") && errorsOf(code, "declarationList").length === 0;
  return isList && !unbalanced ? noError : { error: first };
};

function errorsOf(code: string, context: "stylesheet" | "declarationList"): CodeError[] {
  const found: CodeError[] = [];
  const tree = parse(code, {
    context,
    positions: true,
    onParseError: (error) => {
      // `SyntaxParseError` has them; the types of the package do not say so.
      const { line, column } = error as unknown as { line: number; column: number };
      found.push(codeError(line, column, error.message).error);
    },
  });
  walk(tree, (node) => {
    if (node.type !== "Declaration") return;
    const message = problemOf(node);
    const start = node.loc?.start;
    if (message && start) found.push(codeError(start.line, start.column, message).error);
  });
  return found;
}

/** What CSS's tokens allow and no property does: no value, or a second colon where a semicolon was forgotten. */
function problemOf({ property, value }: Declaration): string | null {
  if (property.startsWith("--") || property.endsWith("filter")) return null;
  if (value.type === "Raw") return value.value.trim() === "" ? `${property} has no value` : null;
  if (value.children.isEmpty) return `${property} has no value`;
  const isColon = (node: CssNode) => node.type === "Operator" && node.value === ":";
  return value.children.some(isColon) ? `a semicolon is missing after ${property}` : null;
}

const closing: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]" };

/** CSS closes at its end whatever is open; a person who wrote it did not mean that. */
function balanceOf(code: string): CodeError | null {
  const open: { sign: string; at: number }[] = [];
  let problem: { at: number; message: string } | null = null;
  tokenize(code, (type, start, end) => {
    const name = tokenNames[type];
    const text = code.slice(start, end);
    if (problem) return;
    if (name === "bad-string-token" || name === "bad-url-token")
      problem = { at: start, message: "a string is not closed" };
    else if (name === "string-token" && (text.length < 2 || !text.endsWith(text.charAt(0))))
      problem = { at: start, message: "a string is not closed" };
    else if (name === "comment-token" && !text.endsWith("*/"))
      problem = { at: start, message: "a comment is not closed" };
    else if (name === "function-token") open.push({ sign: ")", at: start });
    else if (text in closing) open.push({ sign: closing[text] ?? "", at: start });
    else if (text === "}" || text === ")" || text === "]") {
      if (open.pop()?.sign !== text) problem = { at: start, message: `"${text}" closes nothing` };
    }
  });
  const left = open.at(-1);
  if (!problem && left) problem = { at: left.at, message: `"${code.charAt(left.at)}" is not closed` };
  const final = problem as { at: number; message: string } | null;
  return final ? errorAt(code, final.at, final.message).error : null;
}
