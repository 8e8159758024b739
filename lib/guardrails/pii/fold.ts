/** Kinds of space and of dash that people copy out of browsers and PDFs. */
const spaces = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/;
const dashes = /[\u2010-\u2015\u2212\uFE58\uFE63]/;
/** Digits of Arabic, Persian, the scripts of India, Thai, Lao, Burmese and Khmer; each block begins with its zero. */
const nativeDigits =
  /[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\u09E6-\u09EF\u0A66-\u0A6F\u0AE6-\u0AEF\u0B66-\u0B6F\u0BE6-\u0BEF\u0C66-\u0C6F\u0CE6-\u0CEF\u0D66-\u0D6F\u0E50-\u0E59\u0ED0-\u0ED9\u1040-\u1049\u17E0-\u17E9]/;
const foldable =
  /[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\u09E6-\u09EF\u0A66-\u0A6F\u0AE6-\u0AEF\u0B66-\u0B6F\u0BE6-\u0BEF\u0C66-\u0C6F\u0CE6-\u0CEF\u0D66-\u0D6F\u0E50-\u0E59\u0ED0-\u0ED9\u1040-\u1049\u17E0-\u17E9\u00A0\u00AD\u1680\u061C\u2000-\u2015\u202A-\u202F\u205F\u2060\u2066-\u2069\u2212\u3000\uFE58\uFE63\uFEFF\uFF01-\uFF5E]/;
/** Drawn as nothing, so they would only hide what stands around them. */
const invisible = /[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/;
/** A text in a text: \", \/ and \n, \r, \t, but not where a word goes on as in C:\new. */
const escape = /^\\(?:["'/]|[nrt](?![a-z]))/;
/** A full-width sign is its ASCII sign moved by this much. */
const fullWidth = { first: 0xff01, last: 0xff5e, shift: 0xfee0 };

/** A text with odd spaces, dashes and full-width signs made plain, and the way back to the text it was made from. */
export type Folded = {
  text: string;
  /** The offset in the raw text of an offset in `text`. */ raw: (at: number) => number;
};

const same = (at: number) => at;

/** Folds a text before detection, so that a no-break space or a full-width digit hides nothing. */
export function fold(text: string): Folded {
  if (!foldable.test(text) && !text.includes("\\")) return { text, raw: same };
  const symbols: string[] = [];
  const origins: number[] = [];
  let isShifted = false;
  for (let at = 0; at < text.length; at += 1) {
    const symbol = text.charAt(at);
    if (symbol === "\\" && escape.test(text.slice(at, at + 3))) {
      isShifted = true;
      at += 1;
      symbols.push(escaped(text.charAt(at)));
      origins.push(at);
      continue;
    }
    if (invisible.test(symbol)) {
      isShifted = true;
      continue;
    }
    symbols.push(plain(symbol));
    origins.push(at);
  }
  origins.push(text.length);
  return { text: symbols.join(""), raw: isShifted ? (at) => origins[at] ?? text.length : same };
}

const escaped = (sign: string) => (sign === "t" ? "\t" : sign === "n" || sign === "r" ? "\n" : sign);

function plain(symbol: string): string {
  const code = symbol.charCodeAt(0);
  if (code < 0x80) return symbol;
  if (code >= fullWidth.first && code <= fullWidth.last) return String.fromCharCode(code - fullWidth.shift);
  if (spaces.test(symbol)) return " ";
  if (nativeDigits.test(symbol)) return String.fromCharCode(48 + digitOf(code));
  return dashes.test(symbol) ? "-" : symbol;
}

/** The blocks of India's scripts have their zero at 6, the others at 0. */
const digitOf = (code: number) => (code >= 0x0900 && code < 0x0e00 ? (code % 16) - 6 : code % 16);
