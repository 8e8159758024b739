import type { Candidate, Column, Recognizer } from "./candidate.ts";
import { addField, columnKind, fieldKind } from "./fields.ts";
import { hint } from "./hints.ts";
import { isOtherAddress, labelKind } from "./labels.ts";

/** INSERT INTO people (name, born) VALUES ('Ada', '1815-12-10'), (…) */
const insert = /(?<!\p{L})insert\s+(?:ignore\s+)?into\s+[\w."`[\]]{1,80}\s*\(([^()]{2,400})\)\s*values\s*/giu;
const row = /\s*,?\s*\(((?:[^()'"]|'(?:[^'\n]|'')*'|"[^"\n]*"|\([^()]*\)){1,600})\)/uy;
const cell = /\s*((?:'(?:[^'\n]|'')*'|"[^"\n]*"|\([^()]*\)|[^,'"()])+)\s*(?:,|$)/gu;

function addRows(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(insert)) {
    const columns = (match[1] ?? "")
      .split(",")
      .map((name): Column | null => columnKind(name.replace(/[`"[\]]/g, "").trim()));
    if (!columns.some(Boolean)) continue;
    row.lastIndex = match.index + match[0].length;
    for (let values = row.exec(text); values; values = row.exec(text)) {
      const body = values[1] ?? "";
      const from = row.lastIndex - 1 - body.length;
      const cells = [...body.matchAll(cell)];
      if (cells.length !== columns.length) break;
      for (const [at, { 0: whole, 1: value = "", index }] of cells.entries())
        addField(found, columns[at] ?? null, value.trimEnd(), from + index + whole.indexOf(value));
    }
  }
}

/** <streetAddressLine>…</streetAddressLine> */
const element = /<(?:\w{1,16}:)?([A-Za-z][\w.-]{1,40})(?: [^<>\n]{0,80})?>([^<>\n]{4,100})<\//g;

function inElements(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const { 0: whole, 1: name = "", 2: value = "", index } of text.matchAll(element)) {
    const kind = isOtherAddress(name) ? null : (fieldKind(name) ?? labelKind(name));
    if (kind && kind !== "PERSON") addField(found, kind, value, index + whole.length - 2 - value.length);
  }
  return found;
}

/** Values in columns of a statement and in elements of XML, whose names say what they hold. */
export const statementRecognizer: Recognizer = {
  types: ["DATE_OF_BIRTH", "PASSWORD", "PHONE_NUMBER", "STREET_ADDRESS", "NATIONAL_ID", "API_KEY"],
  needs: 0,
  find: ({ text, hints }) => {
    const found: Candidate[] = [];
    if (hints & hint.statement) addRows(text, found);
    return text.includes("</") ? [...found, ...inElements(text)] : found;
  },
};
