/**
 * Text is judged in segments: sentences, or lines that belong together as in an address or a signature, at
 * most this long; a private key is one whatever its length. A segment's end depends on the text before it and
 * a few characters after it, never on how a stream was cut, so that a streamed answer and the whole text give
 * the same result.
 */
export const maxSegment = 600;
const minCut = 200;
/** Lines are taken together until a segment has so many characters. */
const blockOfLines = 240;
/** Characters after a sentence's full stop that decide whether it is one. */
const lookahead = 2;
/** A private key that has not ended after so many characters is taken as having ended there. */
const maxKey = 16_000;
const keyBegins = "-----BEGIN ";
const keyHead = /^-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY/;
const keyEnds = /-----END [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----/;

const abbreviation =
  /(?:^|[\s(.:*>"'“„«|=/,-])(?:mr|mrs|ms|dr|prof|st|sr|jr|vs|no|nr|tel|fax|ext|bzw|geb|ul|al|pl|av|ave|avda|bd|blvd|bvd|calz|carr|fracc|perif|prolong|circunv|edif|depto|dpto|bl|sc|ap|rd|ln|str|esc|apt|ste|bldg|apto|esq|dcha|izq|tř|nám|cad|sok|mah|nac|\p{L}{1,20}(?:nr|str)|blv|cra|pje|urb|gg|jl|πάρ|λεωφ|бул|наб|алл|буд|ш|cl|cr|dg|tv|kr|пр|ул|вул|пер|просп|пл|д|стр|корп|кв|e\.g|i\.e|n|nasc|os|fam|hr|fr|dra|sra|srta|dott|sig|ing|ur|zam|pza|núm|bât|rés|kom|psje|psj|diag|transv|tr|ctra|autop|jln|loc|fraz|skr|poczt|rkp|șos|prol|priv|cerr|imp|chem|boul|resid|résid|lt|mz|qd|sk|cd|krt|sgt|bulv|λεωφ|πλ|οδ|мкр|кв-л|наб|туп|ген|им|д-р|просп|gen|jend|gral|cnel|prof|hnos|sto|sta|mayor|cap|pres|maj|kard|św|bp|hl|dl|wlk|psc|dat|fec|dt|tgl|ημ|ημερ|γεν|γέν|γ|η|ng|szül|synt|sünd|gim|dzim|nar|naiss|nascit|рожд|ражд|geb|zzgl|gen|col|urb|res|núm|nro|num|nº|km|bldg|fl|rm|\p{L}|\d{1,2})\.$/iu;

/** "10 avr. 1976", "15 de mar. de 1963" */
const month = /\d\.? (?:de )?\p{L}{3,5}\.$/u;

/** Where the segment beginning at `start` ends, or null when more text is needed to say. */
export function segmentEnd(text: string, start: number, isFinal: boolean): number | null {
  const limit = Math.min(text.length, start + maxSegment);
  for (let at = start; at < limit; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 45 && text.startsWith(keyBegins, at)) {
      const end = keyEnd(text, at, isFinal);
      if (end === null || end > at) return end;
    }
    if (code === 10) {
      if (endsAtLine(text, start, at)) return at + 1;
      continue;
    }
    if (code !== 46 && code !== 33 && code !== 63) continue;
    if (at + lookahead >= text.length) break;
    if (text.charCodeAt(at + 1) === 10) continue;
    if (
      isSpace(text.charCodeAt(at + 1)) &&
      !isSpace(text.charCodeAt(at + 2)) &&
      !isAbbreviated(text, start, at) &&
      !isYear(text, at)
    )
      return at + 1;
  }
  if (text.length - start > maxSegment + lookahead) return cut(text, start);
  return isFinal ? text.length : null;
}

/** A line end closes a segment that is long enough, that ends with a sentence, or before an empty line. */
function endsAtLine(text: string, start: number, at: number): boolean {
  return (
    at + 1 - start >= blockOfLines || endsSentence(text, start, at - 1) || text.charCodeAt(at + 1) === 10
  );
}

/** A sentence's end before the end of its line; the last line of a text has none behind it. */
function endsSentence(text: string, start: number, at: number): boolean {
  const code = at >= start ? text.charCodeAt(at) : 0;
  return code === 33 || code === 63 || (code === 46 && !isAbbreviated(text, start, at));
}

const isSpace = (code: number) =>
  code === 32 ||
  (code >= 9 && code <= 13) ||
  code === 0xa0 ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x2028 ||
  code === 0x2029 ||
  code === 0x202f ||
  code === 0x3000;

/** Where a private key that begins here ends; `at` itself when none does; null when more text is needed. */
function keyEnd(text: string, at: number, isFinal: boolean): number | null {
  const known = text.slice(at, at + maxKey);
  const isWhole = isFinal || known.length === maxKey;
  if (!keyHead.test(known)) return known.length < 60 && !isWhole ? null : at;
  const found = keyEnds.exec(known);
  if (found) return at + found.index + found[0].length;
  return isWhole ? at + known.length : null;
}

function isAbbreviated(text: string, start: number, dot: number): boolean {
  if (text[dot] !== ".") return false;
  const before = text.slice(Math.max(start, dot - 24), dot + 1);
  return (
    abbreviation.test(before) || month.test(before) || (beforeSmall(text, dot) && shortWord.test(before))
  );
}

/** A full stop behind a short word and before a digit or a small letter abbreviates: "Diag. 8", "dat. nar. 4". */
const shortWord = /(?:^|[^\p{L}\p{M}])\p{L}[\p{L}\p{M}]{0,4}\.$/u;
const beforeSmall = (text: string, dot: number) =>
  text.charCodeAt(dot + 1) === 32 && /[\p{Ll}\d]/u.test(text[dot + 2] ?? "");

/** "1968. 09. 29.", "1981. gada 19. novembris": a year before a digit or a small letter ends no sentence. */
const isYear = (text: string, dot: number) =>
  text[dot] === "." &&
  /(?:^|\D)(?:18|19|20)\d{2}\.$/.test(text.slice(Math.max(0, dot - 5), dot + 1)) &&
  /[\p{Ll}\d]/u.test(text[dot + 2] ?? "");

/** No sentence ends in reach: cut before a small word, else at any space, else in the middle of the run. */
function cut(text: string, start: number): number {
  let fallback = -1;
  for (let at = start + maxSegment; at > start + minCut; at -= 1) {
    if (!isSpace(text.charCodeAt(at - 1))) continue;
    if (/[\p{Ll},;]\s$/u.test(text.slice(at - 2, at)) && /\p{Ll}/u.test(text[at] ?? "")) return at;
    if (fallback < 0) fallback = at;
  }
  const end = fallback < 0 ? start + maxSegment : fallback;
  const isInsidePair = /[\uD800-\uDBFF]/.test(text[end - 1] ?? "");
  return isInsidePair ? end - 1 : end;
}

/** The segments of a whole text as [start, end) pairs. */
export function segmentsOf(text: string): [number, number][] {
  const found: [number, number][] = [];
  let start = 0;
  while (start < text.length) {
    const end = segmentEnd(text, start, true) ?? text.length;
    found.push([start, end]);
    start = end;
  }
  return found;
}
