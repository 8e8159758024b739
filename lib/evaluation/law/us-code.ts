import { type Citation, Reader, type Target } from "./citation.ts";
import { readSections, type SectionList } from "./section-list.ts";

const code =
  "(?:U\\.?\\s?S\\.?\\s?C\\.?(?:\\s?[AS]\\.?)?|U\\.?\\s?S\\.?\\s?Code(?:\\s+Ann(?:\\.|otated))?|United\\s+States\\s+Code(?:\\s+Annotated)?)(?![A-Za-z])";
const titled = new RegExp(`(?:title\\s+)?(\\d{1,3}),?\\s+(?:of\\s+the\\s+)?${code},?\\s*`, "iuy");
const revenueCode = /(?:I\.?\s?R\.?\s?C\.?|Internal\s+Revenue\s+Code)\s+(?=§|sec|\d)/uy;
/** How sections are announced; plural words let a list follow. */
const announced = /(§§|§|secs?\.|sections?\b)\s*/iuy;
const further =
  /(?:chapters?|chs?\.|subtitles?|subch(?:apter|\.)|parts?|pts?\.)\s+([\dA-Z]+[A-Za-z]?(?:-\d+)?)/iuy;
const appendix =
  /app(?:endix|\.|(?=\s))(?:\s*(?:§{1,2}|sec(?:tion|\.))?\s*\d+[A-Za-z]?)?(?:\([A-Za-z0-9]+\))*/iuy;
const ofTitle = new RegExp(
  `\\s*,?\\s+of\\s+title\\s+(\\d{1,3})(?:,?\\s+(?:of\\s+the\\s+)?${code}|(?!\\d|,?\\s+of\\b|,?\\s+(?:the\\s+)?[A-Z][A-Za-z. ]*(?:Code|Laws?|Stat|Regulations)|\\s+[IVX]+\\b))`,
  "iuy",
);
const ofCode = new RegExp(
  `\\s*,?\\s+(?:of\\s+)?(?:the\\s+)?(?:title\\s+)?(\\d{1,3})\\s+(?:of\\s+the\\s+)?${code}`,
  "iuy",
);

/** "42 U.S.C. §§ 1981, 1983", "Title 18, United States Code, Section 1343", "26 USC 501(c)(3)", "28 U.S.C. ch. 153". */
export function titledCitation(text: string, start: number): Citation | null {
  const reader = new Reader(text, start);
  const title = reader.take(titled)?.[1] ?? (reader.take(revenueCode) ? "26" : undefined);
  if (title === undefined) return null;
  const sign = reader.take(announced)?.[1];
  const sections = readSections(reader, title, isPlural(sign));
  if (sections) return made(start, title, sections);
  const other = reader.take(further) ?? reader.take(appendix);
  if (!other) return null;
  return unsectioned(reader, start, title, other[1] === undefined ? "app." : `ch. ${other[1]}`);
}

/** "chapter 7 of title 11, United States Code". */
export function chapterCitation(text: string, start: number): Citation | null {
  const reader = new Reader(text, start);
  const chapter = reader.take(further)?.[1];
  const title = chapter === undefined ? undefined : (reader.take(ofTitle) ?? reader.take(ofCode))?.[1];
  return title === undefined ? null : unsectioned(reader, start, title, `ch. ${chapter}`);
}

/** "sections 1341 and 1517 of title 31, United States Code", "§ 1983 of 42 U.S.C."; the title comes last. */
export function invertedCitation(text: string, start: number): Citation | null {
  const reader = new Reader(text, start);
  const sign = reader.take(announced)?.[1];
  if (sign === undefined) return null;
  const from = reader.at;
  // The hyphens cannot be read before the title is known: once to find it, once to read.
  if (!readSections(reader, "", true)) return null;
  const title = (reader.take(ofTitle) ?? reader.take(ofCode))?.[1];
  if (title === undefined) return null;
  const end = reader.at;
  const sections = readSections(new Reader(text, from), title, true);
  return sections && made(start, title, { ...sections, end });
}

function unsectioned({ at }: Reader, start: number, title: string, words: string): Citation {
  const target: Target = { title, section: null, subsection: "" };
  const normalised = `${title} U.S.C. ${words}`;
  return { start, end: at, type: "usc", normalised, targets: [target], impossible: null };
}

function made(start: number, title: string, { targets, words, end }: SectionList): Citation {
  const isMany = targets.length > 1 || targets.some(({ toSection }) => toSection !== undefined);
  const normalised = `${title} U.S.C. ${isMany ? "§§" : "§"} ${words}`;
  return { start, end, type: "usc", normalised, targets, impossible: null };
}

function isPlural(sign: string | undefined): boolean {
  return sign !== undefined && (sign === "§§" || /^sec(?:s\.|tions)$/i.test(sign));
}
