import { type Citation, type CitationType, plainHyphen, Reader } from "./citation.ts";
import { type Reporter, reporters, unitedStatesReportsYears } from "./reporters.ts";

const hyphen = "[-‐‑‒–—−]";
const regulation = `\\d+(?:\\.\\d+)?[A-Za-z]{0,4}(?:\\([A-Za-z0-9]{1,5}\\))*(?:${hyphen}\\d+[A-Za-z]{0,3})*(?:\\([A-Za-z0-9]{1,5}\\))*`;
const codeOfRegulations = "(?:C\\.?\\s?F\\.?\\s?R\\.?(?![A-Za-z])|Code\\s+of\\s+Federal\\s+Regulations)";
const cfr = new RegExp(
  `(?:title\\s+)?(\\d{1,3}),?\\s+(?:of\\s+the\\s+)?${codeOfRegulations},?\\s*(?:(§{1,2}|secs?\\.|sections?\\b)\\s*)?((?:parts?|pts?\\.|ch(?:apter|\\.))\\s+)?(${regulation}(?:(?:\\s*,\\s*(?:and\\s+)?|\\s+(?:and|to|through)\\s+|\\s?[-–]\\s?)(?!\\d+,?\\s+[A-Z])\\d+\\.\\d[\\w.()-]*[\\w)])*)`,
  "iuy",
);
const invertedCfr = new RegExp(
  `(?:§{1,2}|secs?\\.|sections?)\\s*(${regulation})\\s*,?\\s+of\\s+title\\s+(\\d{1,3}),?\\s+(?:of\\s+the\\s+)?${codeOfRegulations}`,
  "iuy",
);
const publicLaw = new RegExp(
  `(?:Pub(?:lic|\\.)?\\s?L(?:aw|\\.)?|P\\.\\s?L\\.|PL)\\s*(?:Nos?\\.?\\s*)?(\\d{1,3})${hyphen}(\\d{1,4})(?!\\d)`,
  "iuy",
);
const statutes = /(\d{1,3})\s+Stat\.\s*(\d{1,5})(?![\d])/uy;
const westlaw = /(\d{4})\s+(WL|U\.S\.\s+LEXIS|U\.S\.\s+(?:Dist|App)\.\s+LEXIS)\s+(\d{3,9})/uy;

/** "29 C.F.R. § 1910.134(f)", "26 CFR 1.501(c)(3)-1(a)", "40 C.F.R. pt. 60", "section 2.4 of title 16, Code of Federal Regulations". */
export function regulationCitation(text: string, start: number): Citation | null {
  const reader = new Reader(text, start);
  const inverted = reader.take(invertedCfr);
  if (inverted) return regulationMade(reader, start, inverted[2] ?? "", `§ ${inverted[1] ?? ""}`);
  const found = reader.take(cfr);
  if (!found) return null;
  const [, title = "", , part, numbers = ""] = found;
  const words =
    part === undefined
      ? `${/,|\s(?:and|to|through)\s/.test(numbers) ? "§§" : "§"} ${listed(numbers)}`
      : `pt. ${numbers}`;
  return regulationMade(reader, start, title, words);
}

const listed = (numbers: string): string =>
  numbers.replace(/,?\s+and\s+/gu, ", ").replace(/\s+through\s+/gu, " to ");

function regulationMade(reader: Reader, start: number, title: string, words: string): Citation {
  const number = Number(title);
  const impossible =
    number < 1 || number > 50
      ? `the C.F.R. has titles 1 to 50, not ${title}`
      : number === 35
        ? "title 35 of the C.F.R. is reserved"
        : null;
  return madeAs("cfr", reader, start, { normalised: `${title} C.F.R. ${plainHyphen(words)}`, impossible });
}

/** "Pub. L. No. 111-148", "Public Law 104-191", "P.L. 107-56"; numbered so since the 57th Congress of 1901. */
export function publicLawCitation(text: string, start: number): Citation | null {
  const reader = new Reader(text, start);
  const found = reader.take(publicLaw);
  if (!found) return null;
  const [, congress = "", law = ""] = found;
  const impossible =
    Number(congress) < 57 || Number(congress) > 119
      ? `public laws are numbered from the 57th to the 119th Congress, not the ${congress}th`
      : Number(law) < 1 || Number(law) > 1_100
        ? `no Congress passed ${law} public laws`
        : null;
  return madeAs("public_law", reader, start, { normalised: `Pub. L. ${congress}-${law}`, impossible });
}

/** "124 Stat. 119": volumes 1 to 139 of the Statutes at Large. */
export function statuteCitation(text: string, start: number): Citation | null {
  const reader = new Reader(text, start);
  const found = reader.take(statutes);
  if (!found) return null;
  const [, volume = "", page = ""] = found;
  const isOut = Number(volume) < 1 || Number(volume) > 139;
  const impossible = isOut ? `the Statutes at Large have 139 volumes, not ${volume}` : null;
  return madeAs("statutes_at_large", reader, start, { normalised: `${volume} Stat. ${page}`, impossible });
}

const cases = reporters.map((reporter) => ({
  reporter,
  short: new RegExp(`(\\d{1,4})\\s+(?:${reporter.pattern}),?\\s+at\\s+(\\d{1,5}(?:[-–]\\d+)?)`, "uy"),
  pattern: new RegExp(
    `(\\d{1,4})\\s+(?:${reporter.pattern})\\s+(?:\\(\\d+\\s+[A-Z][a-z]+\\.?\\)\\s+)?(\\d{1,5}|_{2,})(?![\\d]|\\s+(?:U\\.\\s?S\\.|F\\.|S\\.\\s?Ct)\\s)`,
    "uy",
  ),
}));
/** Before fifty reporters are tried: a number and a capital. */
const isVolume = /\d{1,4}\s+[A-Z]/uy;
/** The parenthesis with court and year after a case, past other reporters and pages. */
const yearAfter = /[^().;\n]{0,80}\((?:[^()]{0,40}?\s)?(1[789]\d\d|20\d\d)\)/uy;

/** "347 U.S. 483", "127 S. Ct. 1955", "2021 WL 1234567": volume, reporter and first page. */
export function caseCitation(text: string, start: number): Citation | null {
  const reader = new Reader(text, start);
  const stored = reader.take(westlaw);
  if (stored) {
    const [, year = "", name = "", number = ""] = stored;
    const isOut = Number(year) < 1900 || Number(year) > 2026;
    const impossible = isOut ? `no decision of ${year} can be stored there` : null;
    return madeAs("case", reader, start, { normalised: `${year} ${name} ${number}`, impossible });
  }
  if (!reader.sees(isVolume)) return null;
  for (const { reporter, pattern } of cases) {
    const found = reader.take(pattern);
    if (!found) continue;
    const [, volume = "", page = ""] = found;
    const end = reader.at;
    const year = reader.take(yearAfter)?.[1];
    reader.at = end;
    return madeAs("case", reader, start, {
      normalised: `${volume} ${reporter.name} ${page}`,
      impossible: caseFault(reporter, Number(volume), year === undefined ? null : Number(year)),
    });
  }
  return null;
}

/** "477 U.S. at 323": a page of a case cited before, whose first page is taken from there. */
export function shortCaseCitation(text: string, start: number, before: readonly Citation[]): Citation | null {
  const reader = new Reader(text, start);
  if (!reader.sees(isVolume)) return null;
  for (const { reporter, short } of cases) {
    const found = reader.take(short);
    if (!found) continue;
    const [, volume = "", page = ""] = found;
    const full = before.findLast(
      ({ type, normalised }) => type === "case" && normalised.startsWith(`${volume} ${reporter.name} `),
    );
    return madeAs("short_form", reader, start, {
      normalised: full ? `${full.normalised}, ${page}` : `${volume} ${reporter.name} at ${page}`,
      impossible: caseFault(reporter, Number(volume), null),
    });
  }
  return null;
}

/** "477 U.S. 317, 323" without the page in it that was meant. */
export const withoutPin = (normalised: string): string => normalised.replace(/, [\d–-]+$/u, "");

function caseFault(
  { name, years: [first, last], volumes }: Reporter,
  volume: number,
  year: number | null,
): string | null {
  if (volume < 1 || volume > volumes) return `${name} has no volume ${volume}`;
  if (year === null) return null;
  if (year < first || year > last) return `${name} holds decisions of ${first} to ${last}, not of ${year}`;
  if (name !== "U.S.") return null;
  const expected = yearOfVolume(volume);
  // Early volumes hold a decade; later ones a term, and an edge of two years is left for what is reported late.
  const most = volume < 100 ? 15 : 4;
  return Math.abs(year - expected) > most
    ? `volume ${volume} of the U.S. Reports is of about ${Math.round(expected)}, not of ${year}`
    : null;
}

function yearOfVolume(volume: number): number {
  const at = unitedStatesReportsYears.findIndex(([known]) => known >= volume);
  const [last, year] = unitedStatesReportsYears[at] ?? [volume, 2027];
  const [before, from] = unitedStatesReportsYears[at - 1] ?? [last, year];
  return last === before ? year : from + ((volume - before) / (last - before)) * (year - from);
}

const euYear = String.raw`(\d{2}|\d{4})`;
const euAct = new RegExp(
  `(?:(?:Commission|Council|Parliament)\\s+)?(?:(?:Implementing|Delegated|Framework)\\s+)?(Regulation|Directive|Decision)\\s+(?:\\((EU|EC|EEC|Euratom|EU, Euratom)\\)\\s+)?(?:(No\\.?)\\s+)?${euYear}/${"(\\d{1,5})"}(?:/(EU|EC|EEC|JHA|CFSP))?(?![\\d/])`,
  "uy",
);
const celexLetter: Record<string, string> = { Regulation: "R", Directive: "L", Decision: "D" };
const celex = /(?:CELEX[:\s]+)?(3(19[5-9]\d|20[0-2]\d)([RLD])(\d{4}))(?![\dA-Za-z])/uy;

/** "Regulation (EU) 2016/679", "Directive 95/46/EC", "Regulation (EC) No 1907/2006", "CELEX 32016R0679", by their CELEX number. */
export function euCitation(text: string, start: number): Citation | null {
  const reader = new Reader(text, start);
  const stored = reader.take(celex);
  if (stored)
    return madeAs("eu", reader, start, {
      normalised: stored[1] ?? "",
      impossible: euFault(Number(stored[2])),
    });
  const found = reader.take(euAct);
  if (!found) return null;
  const [, kind = "", body, no, one = "", other = "", after] = found;
  // Without the Union in it ("Decision 5/2020"), it is somebody else's.
  if (body === undefined && after === undefined && kind !== "Directive") return null;
  // "No 1907/2006" counts within the year; "2016/679" and "95/46" begin with it.
  const [year, number] = no === undefined ? [one, other] : [other, one];
  const full = year.length === 2 ? 1900 + Number(year) : Number(year);
  const normalised = `3${full}${celexLetter[kind]}${number.padStart(4, "0")}`;
  return madeAs("eu", reader, start, { normalised, impossible: euFault(full) });
}

function euFault(year: number): string | null {
  return year < 1952 || year > 2026 ? `the Union and its Communities passed no acts in ${year}` : null;
}

function madeAs(
  type: CitationType,
  { at }: Reader,
  start: number,
  rest: Pick<Citation, "normalised" | "impossible">,
): Citation {
  return { start, end: at, type, targets: [], ...rest };
}
