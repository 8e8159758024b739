import { LRUCache } from "lru-cache";
import { RE2JS } from "re2js";

export type Pattern = { pattern: RE2JS } | { fault: string };

/** The white space of ECMAScript and Unicode, which RE2's own `\s` reads as ASCII only. */
const space = String.raw`\t\n\x{b}\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;
const notSpace = String.raw`\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`;

/** General categories that ECMAScript also spells out. */
const longCategories: Record<string, string> = {
  Letter: "L",
  Lowercase_Letter: "Ll",
  Uppercase_Letter: "Lu",
  Mark: "M",
  Number: "N",
  Decimal_Number: "Nd",
  Punctuation: "P",
  Symbol: "S",
  Separator: "Z",
  Other: "C",
};

const compiled = new LRUCache<string, Pattern>({ max: 200 });

/**
 * A pattern for RE2, which runs in time linear in the text whatever the pattern; or, in words, why it is none.
 * Patterns are written as for JavaScript; what RE2 spells otherwise is translated.
 */
export function compilePattern(source: string, ignoreCase = false): Pattern {
  const key = `${ignoreCase}:${source}`;
  const known = compiled.get(key);
  if (known) return known;
  let result: Pattern;
  try {
    result = { pattern: RE2JS.compile(asRe2(source), ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) };
  } catch (error) {
    result = { fault: faultOf(source, error) };
  }
  compiled.set(key, result);
  return result;
}

/** Steps of a pattern's program that a text may take: some 1.5 seconds here. */
const mostSteps = 20_000_000;
const mostCharacters = 1_000_000;

/**
 * How many characters of a text a pattern may be run over. RE2 takes time linear in the text, but every character may
 * cost a step for each part of the pattern: `a.{1000}b` has a thousand.
 */
export function charactersReadBy(pattern: RE2JS): number {
  return Math.min(mostCharacters, Math.floor(mostSteps / Math.max(1, pattern.programSize())));
}

function asRe2(source: string): string {
  let isInClass = false;
  let result = "";
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character !== "\\") {
      if (character === "[") isInClass = true;
      if (character === "]") isInClass = false;
      result += character;
      continue;
    }
    const [taken, written] = escapeOf(source.slice(at), isInClass);
    result += written;
    at += taken - 1;
  }
  return result;
}

/** How many characters an escape takes, and how RE2 writes it. */
function escapeOf(rest: string, isInClass: boolean): [number, string] {
  if (rest.startsWith("\\s")) return [2, isInClass ? space : `[${space}]`];
  if (rest.startsWith("\\S")) return [2, isInClass ? notSpace : `[^${space}]`];
  if (rest.startsWith("\\/")) return [2, "/"];
  const point = /^\\u(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}))/.exec(rest);
  if (point) return [point[0].length, `\\x{${point[1] ?? point[2]}}`];
  const control = /^\\c([A-Za-z])/.exec(rest);
  if (control) return [3, `\\x{${((control[1] ?? "").charCodeAt(0) % 32).toString(16)}}`];
  const property = /^\\([pP])\{(?:(?:Script|sc|General_Category|gc)=)?(\w+)\}/.exec(rest);
  if (property) {
    const name = property[2] ?? "";
    return [property[0].length, `\\${property[1]}{${longCategories[name] ?? name}}`];
  }
  return [2, rest.slice(0, 2)];
}

function faultOf(source: string, error: unknown): string {
  if (/\(\?<?[=!]/.test(source))
    return "look-ahead and look-behind are not supported, since they can take for ever; say it without them.";
  if (/\\[1-9]/.test(source)) return "back-references are not supported; say it without them.";
  const said = error instanceof Error ? error.message : "unknown fault";
  return `${said.replace(/^error parsing regexp: /, "").replaceAll("Perl ", "")}.`;
}
