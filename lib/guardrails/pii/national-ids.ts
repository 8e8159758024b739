import type { Candidate, Recognizer, Segment } from "./candidate.ts";
import { cluesOf, contextOf } from "./context.ts";
import { isDay } from "./days.ts";
import { hint } from "./hints.ts";
import { otherNumbers } from "./money.ts";
import { forms } from "./national-forms.ts";
import { type NamedNumber, namedNumbers } from "./national-names.ts";
import { checkedInContext } from "./recognizer.ts";
import { has, isWordSign, standsAlone } from "./symbols.ts";

const clues = cluesOf(
  "dni nie nif pesel cpf codice fiscale nir insee sécu sécurité personnummer personnr pnr henkilötunnus hetu bsn burgerservicenummer fødselsnummer fnr cpr steuer-id steueridentifikationsnummer identifikationsnummer idnr steuerid sozialversicherungsnummer svnr rijksregisternummer ahv avs rodné rodne rč cnp egn aadhaar aadhar pan curp rut run cuil cuit oib jmbg emšo isikukood asmens pps ppsn nric fin hkid tckn tc kimlik tfn national identity identification identifier identidad identité identité ausweis citizen personal passport nid id idnumber taxpayer tax_id amka snils снилс инн паспорт єгн dowód nationalid national_id kennitala taj személyi assure" +
    " 身份证 身分證 証件 证件 公民 マイナンバー 個人番号 주민 주민번호 주민등록번호 الهوية",
  otherNumbers.replace(/\b(?:id|pnr|nip|code|type|registration|regon)\b/g, ""),
);

/** Words that say of a number that it is none of a person: between its name and it. */
const other = cluesOf(
  `empresa entreprise azienda ditta firma firmy firmie unternehmen société gesellschaft verein organización компании фирмы організації şirket perusahaan ${otherNumbers.replace(/\b(?:id|pnr|nip|code|type|registration|regon|typ|card)\b/g, "")}`,
);

function findNational(segment: Segment): Candidate[] {
  const { text } = segment;
  const { runs, longest } = segment.digits;
  const found: Candidate[] = [];
  const names = namesIn(segment);
  for (const { needs, also, signs, least, pattern, check, alone } of forms) {
    if (
      (runs & needs) === 0 ||
      (runs & also) !== also ||
      (segment.signs & signs) !== signs ||
      longest < least
    )
      continue;
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (!standsFree(text, start, end) || !check(match[0])) continue;
      found.push(
        names.some((name) => name.start === start)
          ? { type: "NATIONAL_ID", start, end, score: 0.985 }
          : checkedInContext(segment, { type: "NATIONAL_ID", start, end, score: alone }, clues),
      );
    }
  }
  for (const name of names) {
    const value = name.isSure ? valueAt(text, name.start) : null;
    if (value)
      found.push({ type: "NATIONAL_ID", start: name.start, end: name.start + value.length, score: 0.97 });
  }
  return found;
}

/** Where in the segment numbers begin that are named; the name may stand before the segment. */
function namesIn({ text, whole, before, hints, digits }: Segment): NamedNumber[] {
  if (digits.longest < leastDigits) return [];
  const reach = Math.min(before.length, 40);
  const isNear = reach > 0 && beginsWithNumber.test(text) && endsWithName.test(before);
  if ((hints & hint.national) === 0 && !isNear) return [];
  const from = isNear ? before.length - reach : before.length;
  return namedNumbers(whole.slice(from))
    .map((name) => ({ ...name, start: name.start + from - before.length }))
    .filter(({ start, between }) => start >= 0 && !saysOther(between));
}

/** A name at the end of a segment may have its number at the beginning of the next. */
const beginsWithNumber = /^.{0,4}\d/u;
const endsWithName = /[\p{L}.:=)]\s{0,3}$/u;
const leastDigits = 1;
/** A number as countries write theirs: groups of digits with letters, parted by a space, a full stop, a slash, a hyphen. */
const anyNumber =
  /(?:[A-Z]{0,4}\d[A-Z\d]*|[A-Z]{1,4}(?=[ -]?\d)|[А-ЯІЇЄЂЈЉЊЋЏ]{2}(?=[ №]{0,2}\d)|(?=[A-Z\d]{7,18}(?![\p{L}\d]))(?=[A-Z]*\d[A-Z]*\d)[A-Z\d]+)(?:[ №./-]{0,2}(?:[A-Z]{0,3}\d[\dA-Z]*|[A-Z](?![\p{L}])|[A-Z]{3}(?=\d)|[\dKk](?![\p{L}\d]))){0,8}(?:\([\dA]\))?/uy;

/** The number at a place behind a name, whatever its check digits: people mistype, and samples have none. */
function valueAt(text: string, start: number): string | null {
  anyNumber.lastIndex = start;
  const value = anyNumber.exec(text)?.[0];
  if (value === undefined || isWordSign(text.charCodeAt(start + value.length))) return null;
  const digits = value.replace(/\D/gu, "").length;
  // Numbers of passports and cards have letters anywhere, those of citizens hardly any.
  const isCard =
    (digits >= 2 && /^[A-Z\d]{7,18}$/.test(value)) ||
    (digits >= 4 && /^(?=.*[A-Z])[A-Z\d]{2,6}(?:-[A-Z\d]{2,6}){1,3}$/.test(value));
  const isNumber = (isCard || digits >= 6) && digits <= 20 && value.length <= 26 && !isDay(value);
  return isNumber && !/^(?:19|20)\d{2}[-./ ](?:19|20)?\d{2}$/.test(value) ? value : null;
}

const saysOther = (between: string) =>
  between !== "" && contextOf(between.toLowerCase().split(/\s+/u).filter(Boolean), other) !== null;

/** Neither part of a word nor of a longer number with its own punctuation. */
function standsFree(text: string, start: number, end: number): boolean {
  return (
    standsAlone(text, start, end) &&
    !/[\d][-./ ]?$/.test(text.slice(Math.max(0, start - 2), start)) &&
    !/^(?:[-./]?\d| \d{3})/.test(text.slice(end, end + 4))
  );
}

export const nationalIdRecognizer: Recognizer = {
  types: ["NATIONAL_ID"],
  needs: has.digit,
  find: findNational,
};
