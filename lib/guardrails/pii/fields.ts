import { LRUCache } from "lru-cache";
import type { Candidate, Column, FieldKind, Header, Recognizer, Segment } from "./candidate.ts";
import { isDay } from "./days.ts";
import { isOtherAddress, labelKind } from "./labels.ts";
import { isNationalName } from "./national-names.ts";
import { has, isWide, isWordSign } from "./symbols.ts";
import { isRandom } from "./random.ts";
import { isStandIn } from "./web.ts";

/** What fields are called whose values are personal; a `name` may also be a product's, so it is told apart. */
const kinds: readonly [FieldKind, RegExp][] = [
  [
    "DATE_OF_BIRTH",
    /^(?:dob|d_?o_?b|date_?of_?birth|birth_?date|birth_?day|born|born_?on|geburtsdatum|geb_?datum|geb|date_?de_?naissance|naissance|fecha_?(?:de_?)?nac(?:imiento)?|data_?(?:de_?)?nasc(?:imento)?|data_?di_?nascita|geboortedatum|födelsedatum|fødselsdato|syntymäaika|data_?urodzenia|datum_?narození|doğum_?tarihi|生年月日|出生日期|出生年月|生日|생년월일)$/u,
  ],
  ["PASSWORD", /^(?:password|passwd|pwd|pass|passwort|kennwort|contraseña|senha|密码|パスワード|비밀번호)$/u],
  [
    "PHONE_NUMBER",
    /^(?:phone|phone_?(?:no|number)|tel|telephone|telefon|telefonnummer|teléfono|telefone|telefono|mobile|mobil|móvil|cell|handy|portable|gsm|fax|fone|telemóvel|cel|celular|recapito|whatsapp|电话|手机|手机号|電話|電話番号|전화번호|휴대폰)$/u,
  ],
  [
    "STREET_ADDRESS",
    /^(?:address|street|street_?address|addr(?:ess)?_?(?:line)?_?\d?|(?:street|line)_?\d|adresse|anschrift|straße|strasse|dirección|direccion|domicilio|endereço|endereco|indirizzo|adres|adress|osoite|地址|住址|住所|주소)$/u,
  ],
  [
    "NATIONAL_ID",
    /^(?:national_?id|person(?:al)?_?(?:identifier|identity_?(?:no|number|code)|id_?code)|nid|ssn|dni|nie|pesel|cpf|nir|bsn|personnummer|hetu|codice_?fiscale|steuer_?id|aadhaar|curp|rut|cnp|身份证|身份证号|マイナンバー|주민번호|주민등록번호)$/u,
  ],
  [
    "PERSON",
    /^(?:(?:full|first|last|given|family|sur|middle|maiden|nick|user's|customer|client|patient|guest|employee|contact|account|card_?holder|holder|owner|recipient|sender|author|passenger|student|doctor|legal|display|billing|shipping|emergency_?contact)_?(?:full|first|last)?_?names?|names?|first|last|surname|applicant|holder|tenant|lessee|insured|beneficiary|payee|author|mitarbeiter(?:in)?|versicherte[rn]?|antragsteller(?:in)?|nachname|titular_?do_?cartão|solicitante|paciente|demandeur|locataire|assuré|richiedente|paziente|forename|patient|guest|passenger|who|given|family|card_?holder|account_?holder|recipient|actor|employee|assignee|reporter|reviewer|customer|client|signed_?by|approved_?by|created_?by|attn|attention|contact(?:_?\d)?|vorname|nachname|familienname|kunde|kundin|kontoinhaber(?:in)?|ansprechpartner(?:in)?|empfänger(?:in)?|inhaber(?:in)?|sachbearbeiter(?:in)?|mieter(?:in)?|nom|prénom|prenom|nom_?complet|nom_?et_?prénom|titulaire|client|destinataire|nombre|nombre_?completo|apellidos?|apellidos_?y_?nombre|titular|nome|nome_?completo|cognome|sobrenome|intestatario|destinatario|naam|voornaam|achternaam|namn|förnamn|efternamn|navn|fornavn|etternavn|efternavn|nimi|etunimi|sukunimi|imię|nazwisko|imię_?i_?nazwisko|jméno|příjmení|név|nume|prenume|ad|soyad|ad_?soyad|isim|ime|prezime|имя|фамилия|фио|họ_?(?:và_?)?tên|姓名|名字|氏名|名前|お名前|担当者?|联系人|收件人|客户|患者|宛名|이름|성명|성함|담당자|الاسم|اسم)$/u,
  ],
];

const known = new LRUCache<string, FieldKind | "none">({ max: 5_000 });

/** The kind of a field by its name, whatever its case and separators; null for others. */
export function fieldKind(name: string): FieldKind | null {
  if (name.length === 0 || name.length > 40) return null;
  const remembered = known.get(name);
  if (remembered !== undefined) return remembered === "none" ? null : remembered;
  const kind = kindOf(name);
  known.set(name, kind ?? "none");
  return kind;
}

function kindOf(name: string): FieldKind | null {
  const plain = name
    .trim()
    .replace(/^["']|["']$/g, "")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[\s.-]+/g, "_");
  if (plain.length === 0 || plain.length > 30) return null;
  return kinds.find(([, form]) => form.test(plain))?.[0] ?? (isNationalName(plain) ? "NATIONAL_ID" : null);
}

/** Columns of keys; a "key" alone is mostly something else. */
const keys =
  /^(?:(?:api|access|auth|client|app|secret|bearer|refresh|session|webhook|private|personal)_?(?:access_?)?)?(?:token|secret|api_?key|apikey)s?$|^(?:api|access|secret|private|license|licence|signing|encryption)_?key$/u;

/** What a column of a table holds, by its name. */
export function columnKind(name: string): Column | null {
  const kind = fieldKind(name);
  if (kind) return kind;
  const plain = name
    .replace(/^["']|["']$/g, "")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[\s.-]+/g, "_");
  return keys.test(plain) ? "API_KEY" : null;
}

/** Columns beside which a "name" is a product's. */
const goods =
  /^["']?(?:price|unit[ _]?price|sku|stock|qty|quantity|product|item|colou?r|size|weight|category|ean|upc|preis|menge|bestand|artikel|prix|quantité|precio|cantidad|prezzo|preço)["']?$/i;

/** A first line of names without values, of which at least one is personal, begins a table. */
function headerOf(line: string): Header | null {
  if (line.length > 400 || line.length < 5 || /\d{3}|[@=:{}]/.test(line)) return null;
  const separator = [",", ";", "\t", "|"].find((sign) => line.includes(sign));
  if (separator === undefined) return null;
  const cells = line.split(separator).map((cell) => cell.trim());
  const isGoods = cells.some((cell) => goods.test(cell));
  const columns = cells.map((cell) =>
    isGoods && /^["']?(?:name|names|nombre|nome|nom)["']?$/i.test(cell) ? "GOODS" : columnKind(cell),
  );
  const isHeader =
    cells.length >= 2 &&
    columns.some(Boolean) &&
    cells.every((cell) => cell.length <= 30 && cell.split(/\s+/).length <= 3);
  return isHeader ? { separator, columns } : null;
}

/** The table that is open behind a text, given the one open before it. */
export function headerAfter(text: string, before: Header | null): Header | null {
  let header = before;
  if (!header && !/[,;|\t]/.test(text)) return null;
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    header =
      headerOf(line) ?? (header && cellsOf(line, header).length === header.columns.length ? header : null);
  }
  return header;
}

type Cell = { start: number; value: string };

function cellsOf(line: string, { separator }: Header): Cell[] {
  const cells: Cell[] = [];
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at <= line.length; at += 1) {
    const sign = line.charAt(at);
    if (sign === '"') isQuoted = !isQuoted;
    if (at < line.length && (isQuoted || sign !== separator)) continue;
    cells.push({ start, value: line.slice(start, at) });
    start = at + 1;
  }
  return cells;
}

/** The cells of the rows in a text, with what their columns hold; the table may have begun before it. */
export function tableCells(
  text: string,
  open: Header | null,
): { start: number; end: number; kind: Column | null }[] {
  if (!open && !mayBeTable.test(text)) return [];
  const found: { start: number; end: number; kind: Column | null }[] = [];
  let header = open;
  let offset = 0;
  for (const line of text.split("\n")) {
    const own = headerOf(line);
    if (own) header = own;
    else if (header && line.trim() !== "") {
      const cells = cellsOf(line, header);
      if (cells.length === header.columns.length)
        for (const [at, cell] of cells.entries())
          found.push({
            start: offset + cell.start,
            end: offset + cell.start + cell.value.length,
            kind: header.columns[at] ?? null,
          });
      else header = null;
    }
    offset += line.length + 1;
  }
  return found;
}

function inTable({ text, header }: Segment): Candidate[] {
  const found: Candidate[] = [];
  for (const { start, end, kind } of tableCells(text, header))
    addField(found, kind, text.slice(start, end), start);
  return found;
}

/** The value behind a colon or an equals sign: quoted, or until its line or the next sign of structure ends it. */
const fieldValue =
  /["']?[ ]{0,2}(?:=>|:=|[:=：])[*]{0,2}[ ]{0,4}(?:"([^"\n]{1,120})"|'([^'\n]{1,120})'|((?:\(\d{1,5}\))?[^\s"'{}[\](),;|=<>][^"{}[\]();|=<>\n]{0,80}))/y;
const maxName = 28;

/** "name": "…", name="…", Name: …, 姓名：… */
function inFields(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 58 && code !== 61) continue;
    const kind = kindBefore(text, at);
    if (!kind || kind.kind === "PASSWORD" || kind.kind === "PERSON") continue;
    fieldValue.lastIndex = kind.end;
    const match = fieldValue.exec(text);
    if (!match) continue;
    const value = match[1] ?? match[2] ?? match[3] ?? "";
    addField(found, kind.kind, value, fieldValue.lastIndex - value.length - (match[3] === undefined ? 1 : 0));
  }
  return found;
}

/** The kind of the field whose name ends before a colon, by the whole of the name or by its last word. */
export function kindBefore(text: string, at: number): { kind: FieldKind; end: number } | null {
  let end = at;
  while (end > 0 && text.charCodeAt(end - 1) === 32) end -= 1;
  const quote = text.charCodeAt(end - 1);
  if (quote === 34 || quote === 39) end -= 1;
  if (isDigit(text.charCodeAt(end - 1)) && isDigit(text.charCodeAt(end - 2))) return null;
  let start = end;
  while (start > 0 && end - start < maxName && isInName(text.charCodeAt(start - 1))) start -= 1;
  const name = text.slice(start, end);
  const last = name.slice(Math.max(name.lastIndexOf(" "), name.lastIndexOf(".")) + 1);
  const kind =
    fieldKind(name) ?? (isOtherAddress(name) ? null : (fieldKind(last) ?? labelKind(lastWords(name))));
  return kind ? { kind, end } : null;
}

/** "as it was. Contact number" ends with a label of three words at most. */
const lastWords = (name: string) => /(?:[^\s.]+ ){0,2}[^\s.]+$/u.exec(name.trim())?.[0] ?? "";

const isDigit = (code: number) => code >= 48 && code <= 57;
const isInName = (code: number) =>
  isWordSign(code) || isWide(code) || code === 95 || code === 32 || code === 46 || code === 45;

/** Adds a value whose field says what it is, if it looks like that. */
export function addField(found: Candidate[], kind: Column | null, raw: string, at: number): void {
  if (kind === null || kind === "GOODS") return;
  const lead = /^[\s"']*/.exec(raw)?.[0].length ?? 0;
  const value = raw.slice(lead).replace(/[\s"',.]*$/, "");
  const score = scoreField(kind, value);
  if (score > 0) found.push({ type: kind, start: at + lead, end: at + lead + value.length, score });
}

function scoreField(kind: FieldKind | "API_KEY", value: string): number {
  if (value.length < 2 || isStandIn(value)) return 0;
  switch (kind) {
    case "API_KEY":
      return isRandom(value) ? 0.9 : 0;
    case "DATE_OF_BIRTH":
      return isDay(value) ? 0.95 : 0;
    case "PASSWORD":
      return /\s/.test(value) ? 0 : 0.8;
    case "PHONE_NUMBER":
      return /^[+(\d][\d ()./-]{5,20}$/.test(value) && !isDay(value) ? 0.7 : 0;
    case "STREET_ADDRESS":
      return /\d/.test(value) && /\p{L}{2}/u.test(value) && !/@|:\/\//.test(value) ? 0.6 : 0;
    case "NATIONAL_ID":
      return /^(?=(?:.*\d){5})[\dA-Za-z ./-]{6,24}$/.test(value) ? 0.6 : 0;
    case "PERSON":
      // Names need more than a field: the tagger of names sees the field too.
      return 0;
    default:
      return kind satisfies never;
  }
}

/** Lines with a separator under each other. */
const mayBeTable = /[,;|\t][^\n]*\n[^\n]*[,;|\t]/;

/** Values whose field says what they are: in tables of separated values, in JSON, in forms and in log lines. */
export const fieldRecognizer: Recognizer = {
  types: ["DATE_OF_BIRTH", "PASSWORD", "PHONE_NUMBER", "STREET_ADDRESS", "NATIONAL_ID", "API_KEY"],
  needs: 0,
  find: (segment) => [
    ...inTable(segment),
    ...(segment.signs & (has.colon | has.equals) ? inFields(segment.text) : []),
  ],
};
