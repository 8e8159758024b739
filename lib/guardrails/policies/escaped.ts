import type { GuardrailResult } from "../schema.ts";

type Judge = (texts: readonly string[]) => Promise<GuardrailResult[]>;
type Place = { start: number; end: number; decoded: string; isOpen: boolean };

/** JSON may stand in a string of JSON; deeper than this nobody's arguments go. */
const mostDepth = 4;

/**
 * Texts of JSON whose strings with escapes are judged as what they mean: `\u0062` and a word behind `\n` pass a rule that
 * reads the text as it is written. Strings without an escape are left to whoever judges the text itself. Where nothing
 * is found the text comes back byte for byte, also one that broke off in a string.
 */
export async function judgeEscaped(
  texts: readonly string[],
  judge: Judge,
  depth = 0,
): Promise<{ texts: string[]; results: GuardrailResult[] }> {
  const places = texts.map(escapedStrings);
  const decoded = places.flatMap((own) => own.map((place) => place.decoded));
  if (decoded.length === 0 || depth === mostDepth) return { texts: [...texts], results: [] };
  const results = await judge(decoded);
  const inner = await judgeEscaped(
    results.map(({ text }) => text),
    judge,
    depth + 1,
  );
  let at = 0;
  const rewritten = texts.map((text, which) => {
    let [result, from] = ["", 0];
    for (const { start, end, decoded: before, isOpen } of places[which] ?? []) {
      const after = inner.texts[at] ?? "";
      at += 1;
      const written = after === before ? text.slice(start, end) : encoded(after, isOpen);
      result += text.slice(from, start) + written;
      from = end;
    }
    return result + text.slice(from);
  });
  return { texts: rewritten, results: [...results, ...inner.results] };
}

/** The strings of a JSON text in which something is escaped; the last may lack its end. */
function escapedStrings(text: string): Place[] {
  const places: Place[] = [];
  let slash = text.indexOf("\\");
  let start = slash < 0 ? -1 : text.indexOf('"');
  while (start >= 0 && slash >= 0) {
    // By its signs and not by one expression, which would run out of stack in a string of megabytes.
    let at = start + 1;
    let quote = text.indexOf('"', at);
    if (slash < at) slash = text.indexOf("\\", at);
    const hasEscape = slash >= 0 && (quote < 0 || slash < quote);
    while (slash >= 0 && (quote < 0 || slash < quote)) {
      at = slash + 2;
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      slash = text.indexOf("\\", at);
    }
    const end = quote < 0 ? text.length : quote + 1;
    if (hasEscape) {
      const decoded = decode(text.slice(start + 1, quote < 0 ? end : quote));
      places.push({ start, end, decoded, isOpen: quote < 0 });
    }
    start = quote < 0 ? -1 : text.indexOf('"', end);
  }
  return places;
}

const short: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** What a string's inside means. A broken escape means what stands behind its backslash. */
function decode(inside: string): string {
  return inside.replace(/\\(?:u([\da-fA-F]{4})|([^]))/g, (_, code?: string, sign = "") =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (short[sign] ?? sign),
  );
}

function encoded(text: string, isOpen: boolean): string {
  const written = JSON.stringify(text);
  return isOpen ? written.slice(0, -1) : written;
}
