import { plainHyphen, type Reader, type Target } from "./citation.ts";
import { compareSections, hasFamily, statusOf } from "./edition.ts";

const hyphen = "[-‐‑‒–—−]";
/** A section's number with all that a hyphen might add, which is looked at afterwards. */
const aNumber = new RegExp(
  `\\d+(?:\\.\\d+)?[A-Za-z]{0,5}(?:${hyphen}\\d+[A-Za-z]{0,3}){0,3}(?![A-Za-z\\d])`,
  "uy",
);
/** "(a)", "(aa)", "(viii)", "(A)", "(12)", "(2A)"; "(West)" and "(2012)" are none. */
const subsection = "\\((?:[a-z]{1,2}|[ivxl]{1,6}|[A-Z]{1,3}|[IVXL]{1,6}|\\d{1,3}[A-Z]?)\\)";
const subsections = new RegExp(`(?:\\s?${subsection})+`, "uy");
const moreSubsections = new RegExp(
  `(?:,\\s*(?:and\\s+|or\\s+)?|\\s+(?:and|or|&|to|through)\\s+|\\s?${hyphen}\\s?)(?=${subsection})`,
  "uy",
);
/** "-34" after 300aa-10, "to 1544", "through 2654". */
const rangeWord = new RegExp(`\\s*(?:to|through|thru)\\s+|\\s*${hyphen}\\s*`, "uy");
const rangeEnd = new RegExp(
  `${hyphen}?\\d+[A-Za-z]{0,5}(?:${hyphen}\\d+[A-Za-z]{0,3}){0,3}(?![A-Za-z\\d]|\\.\\d)`,
  "uy",
);
const connector = /\s*(?:[,;]\s*(?:and|or|&)?|(?:and|or|&))\s*(?=\d)/uy;
/** A number that is the volume or title of the next citation, or counts something. */
const isAnother = /\d+(?:,?\s+[A-Z]|\s+C\.?F\.?R|\/)/uy;
const isCounting = /\d+[A-Za-z]{0,3}(?:-\d+)?\s+(?!and\b|or\b|et\b|to\b|through\b|note\b)[a-z]/uy;
const suffixes = /\s*,?\s*(et\s+seq(?:uentes|\.)?|note\b|nt\.)/uy;

export type SectionList = { targets: Target[]; words: string; end: number };

/**
 * The sections after a title: "1981, 1983 and 1985(3)", "1531 to 1544", "12101-213 et seq.". Where one section is
 * announced ("§"), a further one counts only when the title has it. Null where no number stands here.
 */
export function readSections(reader: Reader, title: string, isPlural: boolean): SectionList | null {
  const targets: Target[] = [];
  const words: string[] = [];
  for (;;) {
    const before = reader.at;
    if (targets.length > 0 && (!reader.take(connector) || isOther(reader, isPlural))) {
      reader.at = before;
      break;
    }
    const item = readItem(reader, title, isPlural);
    const isWanted =
      item && (targets.length === 0 || isPlural || statusOf(title, item.section ?? "") !== "not_found");
    if (!isWanted) {
      reader.at = before;
      break;
    }
    targets.push(item);
    words.push(wordsOf(item));
  }
  if (targets.length === 0) return null;
  const suffix = reader.take(suffixes)?.[1];
  const tail = suffix === undefined ? "" : suffix.startsWith("n") ? " note" : " et seq.";
  return { targets, words: `${words.join(", ")}${tail}`, end: reader.at };
}

function isOther(reader: Reader, isPlural: boolean): boolean {
  return reader.sees(isAnother) || (!isPlural && reader.sees(isCounting));
}

function readItem(reader: Reader, title: string, isPlural: boolean): Target | null {
  const found = reader.take(aNumber);
  if (!found) return null;
  const raw = found[0];
  const [section, rest] = ownNumber(plainHyphen(raw), title, isPlural);
  if (rest !== "") reader.at -= raw.length - section.length;
  const target: Target = { title, section, subsection: readSubsections(reader) };
  const toSection = readRange(reader, section);
  return toSection === null ? target : { ...target, toSection };
}

/** How much of "2000e-2", "1531-1544" or "80a-1-80a-64" is the section's own number; the rest is the end of a range. */
function ownNumber(written: string, title: string, isPlural: boolean): [string, string] {
  const parts = written.split("-");
  for (let count = parts.length; count > 1; count -= 1) {
    const own = parts.slice(0, count).join("-");
    if (
      statusOf(title, own) === "exists" ||
      (statusOf(title, own) !== "not_found" && hasFamily(title, parts[0] ?? ""))
    )
      return [own, parts.slice(count).join("-")];
  }
  const [base = "", ...others] = parts;
  const end = others[0];
  if (end === undefined) return [written, ""];
  const isRange = parts.length === 2 && isAfter(base, end) && (isPlural || !hasFamily(title, base));
  return isRange || parts.length > 2 ? [base, others.join("-")] : [written, ""];
}

function isAfter(base: string, end: string): boolean {
  // "2000e-42" is a number that is not there, "1692-1692p" and "1341-43" are ranges.
  return /[a-z]$/i.test(base) && /^\d+$/.test(end) ? false : compareSections(base, fullEnd(base, end)) < 0;
}

/** The end of a range as its own number: "-34" after 300aa-10 is 300aa-34, "213" after 12101 is 12213. */
function fullEnd(start: string, end: string): string {
  if (end.startsWith("-")) return `${start.replace(/-[^-]*$/, "")}${end}`;
  const isShort = /^\d+$/.test(start) && /^\d+$/.test(end) && end.length < start.length;
  return isShort ? `${start.slice(0, start.length - end.length)}${end}` : end;
}

function readRange(reader: Reader, section: string): string | null {
  const before = reader.at;
  if (reader.take(rangeWord)) {
    const start = reader.at;
    const isOther = reader.sees(isAnother);
    const written = reader.take(rangeEnd)?.[0];
    const end = written === undefined ? "" : fullEnd(section, plainHyphen(written));
    if (!isOther && start < reader.at && compareSections(section, end) < 0) return end;
  }
  reader.at = before;
  return null;
}

function readSubsections(reader: Reader): string {
  const first = reader.take(subsections)?.[0] ?? "";
  if (first === "") return "";
  let all = first.replace(/\s/gu, "");
  for (let before = reader.at; reader.take(moreSubsections); before = reader.at) {
    const more = reader.take(subsections)?.[0];
    // "(b)(1) and (c) the next point" is an enumeration of the text.
    if (more === undefined || reader.sees(/\s+(?!and\b|or\b|to\b|et\b)[a-z]/uy)) {
      reader.at = before;
      break;
    }
    all += `, ${more.replace(/\s/gu, "")}`;
  }
  return all;
}

/** "552(b)(5)", "1531 to 1544". */
export function wordsOf({ section, subsection, toSection }: Target): string {
  return `${section ?? ""}${subsection}${toSection === undefined ? "" : ` to ${toSection}`}`;
}
