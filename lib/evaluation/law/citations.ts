import { type Citation, plainHyphen, Reader } from "./citation.ts";
import {
  caseCitation,
  euCitation,
  publicLawCitation,
  regulationCitation,
  shortCaseCitation,
  statuteCitation,
  withoutPin,
} from "./forms.ts";
import { readSections } from "./section-list.ts";
import { chapterCitation, invertedCitation, titledCitation } from "./us-code.ts";

const readers = [
  titledCitation,
  regulationCitation,
  invertedCitation,
  chapterCitation,
  publicLawCitation,
  statuteCitation,
  caseCitation,
  euCitation,
];

/** Where a citation can begin: a number, a sign, or a capital or "section" at the beginning of a word. */
const beginning = /(?<![\p{L}\p{N}.])(?:\d|[A-Z]|(?:title|sec|chapter|public|pub|ibid|id)(?=[a-z.\s]))|§/gu;

/** The citations of a text from its beginning to its end; none overlaps another. */
export function citationsIn(text: string): Citation[] {
  const found: Citation[] = [];
  let from = 0;
  let full: Citation | null = null;
  for (const { index } of text.matchAll(beginning)) {
    if (index < from) continue;
    const next: Citation | null =
      citationAt(text, index) ??
      shortCaseCitation(text, index, found) ??
      (full && shortForm(text, index, { full, last: found.at(-1) ?? full }));
    if (!next) continue;
    found.push(next);
    if (next.type !== "short_form") full = next;
    from = next.end;
  }
  return found;
}

function citationAt(text: string, start: number): Citation | null {
  for (const read of readers) {
    const citation = read(text, start);
    if (citation) return citation;
  }
  return null;
}

const backwards = /(?:[Ii]d\.|[Ii]bid\.?)(?:,?\s+(?=at\s|§))?/uy;
const pin = /at\s+(\d+(?:[-–]\d+)?)(?:\s+n\.\s?\d+)?/uy;
const sign = /(§{1,2})\s*/uy;
const regulationNumber = /\d+\.\d+[A-Za-z]?(?:-\d+[A-Za-z]?)?(?:\([A-Za-z0-9]{1,5}\))*/uy;
/** Words before a bare "§" that leave it to the code cited last; a state's code or a lease has a name of its own there. */
const mayBeBare = /(?:^|[(,;—–-]|(?:^|\s)(?:[a-z]+|See|Under|But|Cf\.|Compare|And|Section)[,]?)\s*$/u;
const isElsewhere =
  /\s*(?:of|in)\s+(?:the|this|that|our|its|their|his|her|your)\s+(?!(?:same\s+)?(?:title|Code)\b)/uy;

/** "Id.", "Id. at 495", "Id. § 1910.134(k)" and a bare "§ 1985(3)": what was cited before, or another section of it. */
function shortForm(
  text: string,
  start: number,
  { full, last }: Record<"full" | "last", Citation>,
): Citation | null {
  const reader = new Reader(text, start);
  const isId = reader.take(backwards) !== null;
  const afterId = reader.at;
  const marks = reader.take(sign)?.[1];
  if (marks === undefined) return isId ? sameAgain(reader, start, last) : null;
  if (!isId && !mayBeBare.test(text.slice(Math.max(0, start - 24), start))) return null;
  const other =
    full.type === "cfr" ? regulationAgain(reader, start, full) : sectionAgain(reader, start, full, marks);
  if (other && (isId || !reader.sees(isElsewhere))) return other;
  reader.at = afterId;
  return isId ? sameAgain(reader, start, last) : null;
}

function sameAgain(reader: Reader, start: number, last: Citation): Citation {
  const page = last.type === "usc" || last.type === "cfr" ? undefined : reader.take(pin)?.[1];
  const end = start + reader.text.slice(start, reader.at).trimEnd().replace(/,$/u, "").length;
  const normalised = page === undefined ? last.normalised : `${withoutPin(last.normalised)}, ${page}`;
  return { ...last, start, end, normalised, type: "short_form" };
}

function regulationAgain(reader: Reader, start: number, full: Citation): Citation | null {
  const number = reader.take(regulationNumber)?.[0];
  const title = full.normalised.split(" ")[0] ?? "";
  if (number === undefined) return null;
  return {
    ...full,
    start,
    end: reader.at,
    type: "short_form",
    normalised: `${title} C.F.R. § ${plainHyphen(number)}`,
  };
}

function sectionAgain(reader: Reader, start: number, full: Citation, marks: string): Citation | null {
  const title = full.type === "usc" ? full.targets[0]?.title : undefined;
  const sections = title === undefined ? null : readSections(reader, title, marks === "§§");
  if (!sections) return null;
  const normalised = `${title} U.S.C. ${marks} ${sections.words}`;
  return {
    start,
    end: sections.end,
    type: "short_form",
    normalised,
    targets: sections.targets,
    impossible: null,
  };
}
