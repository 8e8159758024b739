import { stdnum } from "stdnum";
import { cluesOf } from "./context.ts";
import { otherNumbers } from "./money.ts";
import { isNamedNational } from "./national-names.ts";
import { checkedInContext } from "./recognizer.ts";
import { type Segment } from "./candidate.ts";
import { type Candidate, type Recognizer } from "./candidate.ts";
import { has, standsAlone } from "./symbols.ts";

type Validator = { validate(value: string): { isValid: boolean } };

/** One country's number: `runs` the lengths of runs of digits of which it has one, `alone` the score of its form with right check digits and no word before it. */
type Form = {
  runs: readonly number[];
  pattern: RegExp;
  check: (value: string) => boolean;
  alone: number;
  /** Lengths of runs that must be there as well; signs of `has` likewise. */
  also?: readonly number[];
  signs?: number;
  /** So many digits, at least, in runs that one sign parts. */
  least?: number;
};

/** A country's validator, if the library has it. */
const find = (country: string, name: string): Validator | undefined => stdnum[country]?.[name];
const by = (validator: Validator | undefined) => (value: string) =>
  validator?.validate(value).isValid === true;
const compact = (value: string) => value.replace(/[^0-9A-Za-z]/g, "");

/** Two digits each of year, month and day at an offset make a day. */
function holdsDay(digits: string, order: "ymd" | "dmy", at = 0): boolean {
  const pair = (place: number) => Number(digits.slice(at + place, at + place + 2));
  const [month, day] = order === "ymd" ? [pair(2), pair(4)] : [pair(2), pair(0)];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

const bitsOf = (runs: readonly number[]) => runs.reduce((bits, run) => bits | (1 << run), 0);

/** Bare runs of digits pass a check digit by chance, one in ten or so: those need a telling word (score below .5). */
const forms = (
  [
    {
      runs: [17, 18],
      pattern: /[1-9]\d{5}(?:18|19|20)\d{9}[\dXx]/g,
      check: by(find("CN", "ric")),
      alone: 0.85,
      least: 17,
    },
    {
      runs: [7, 8],
      pattern: /\d{8}-?[A-HJ-NP-TV-Z]|[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]/gi,
      check: (value) => isSpanish(compact(value)),
      alone: 0.7,
    },
    {
      runs: [3],
      pattern: /\d{3}\.\d{3}\.\d{3}-\d{2}/g,
      check: by(find("BR", "cpf")),
      alone: 0.85,
      also: [2],
      signs: has.dot | has.dash,
      least: 11,
    },
    { runs: [11], pattern: /\d{11}/g, check: (value) => anyElevenDigits(value), alone: 0.2 },
    {
      runs: [1, 2],
      pattern: /[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]/gi,
      check: by(find("IT", "codicefiscale")),
      alone: 0.9,
      signs: has.long,
    },
    {
      runs: [13, 15, 3, 2],
      pattern: /[12378] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}/g,
      check: by(find("FR", "nir")),
      alone: 0.75,
      least: 8,
    },
    {
      runs: [6, 8],
      pattern: /(?:(?:19|20)\d{2}|\d{2})[01]\d[0-3]\d[-+]\d{4}/g,
      check: (value) => isNordic(value),
      alone: 0.65,
    },
    {
      runs: [12],
      pattern: /(?:19|20)\d{10}/g,
      check: (value) => by(find("SE", "personnummer"))(value),
      alone: 0.2,
    },
    {
      runs: [6],
      pattern: /[0-3]\d[01]\d{3}-\d{4}/g,
      check: (value) => holdsDay(value, "dmy"),
      alone: 0.4,
      least: 10,
    },
    {
      runs: [6],
      pattern: /[0-3]\d[01]\d{3}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]/g,
      check: by(find("FI", "hetu")),
      alone: 0.85,
    },
    { runs: [6], pattern: /\d{6} \d{5}/g, check: by(find("NO", "fodselsnummer")), alone: 0.6, least: 11 },
    {
      runs: [9, 4],
      pattern: /\d{9}|\d{4}[. ]\d{2}[. ]\d{3}/g,
      check: (value) =>
        by(find("NL", "bsn"))(value) ||
        by(find("PT", "nif"))(value) ||
        by(find("CA", "sin"))(value) ||
        by(find("IL", "idnr"))(value) ||
        by(find("AU", "tfn"))(value),
      alone: 0.1,
      least: 9,
    },
    {
      runs: [3],
      pattern: /\d{3}[ -]\d{3}[ -]\d{3}/g,
      check: (value) =>
        by(find("CA", "sin"))(value) ||
        by(find("PT", "nif"))(value) ||
        by(find("AU", "tfn"))(value) ||
        by(find("NL", "bsn"))(compact(value)),
      alone: 0.1,
      least: 9,
    },
    {
      runs: [3],
      pattern: /\d{2} \d{3} \d{3} \d{3}/g,
      check: by(find("DE", "idnr")),
      alone: 0.45,
      also: [2],
      least: 11,
    },
    {
      runs: [2, 8, 6],
      pattern: /\d{2}[ ]?\d{6}[ ]?[A-Z][ ]?\d{3}/g,
      check: by(find("DE", "svnr")),
      alone: 0.55,
      least: 8,
    },
    {
      runs: [4, 10],
      pattern: /\d{4} [0-3]\d[01]\d{3}|\d{10}/g,
      check: (value) => isTenDigits(value),
      alone: 0.15,
      least: 10,
    },
    {
      runs: [3],
      pattern: /\d{2}\.\d{2}\.\d{2}-\d{3}[.-]\d{2}/g,
      check: by(find("BE", "insz") ?? find("BE", "nn")),
      alone: 0.85,
      least: 11,
    },
    {
      runs: [13, 4],
      pattern: /756\.?\d{4}\.?\d{4}\.?\d{2}/g,
      check: by(find("CH", "ssn")),
      alone: 0.85,
      least: 13,
    },
    { runs: [6], pattern: /\d{2}[0-8]\d[0-3]\d\/\d{3,4}/g, check: (value) => isCzech(value), alone: 0.65 },
    {
      runs: [6],
      pattern: /\d{6} \d{4} \d{2} ?\d/g,
      check: (value) => by(find("ZA", "idnr"))(compact(value)) && holdsDay(value, "ymd"),
      alone: 0.6,
      least: 13,
    },
    {
      runs: [8],
      pattern: /\d{8}-\d/g,
      check: (value) => by(find("IL", "idnr"))(compact(value)),
      alone: 0.2,
      least: 9,
    },
    {
      runs: [6],
      pattern: /\d{6}-\d{5}/g,
      check: (value) => holdsDay(value, "dmy") || value.startsWith("32"),
      alone: 0.4,
      least: 11,
    },
    {
      runs: [7, 8, 9],
      pattern: /\d{7,8}-?[\dKk]/g,
      check: (value) => by(find("CL", "rut"))(compact(value)),
      alone: 0.05,
    },
    { runs: [13], pattern: /\d{13}/g, check: (value) => anyThirteenDigits(value), alone: 0.25 },
    { runs: [7], pattern: /\d{7}[A-W][A-IW]?/gi, check: by(find("IE", "pps")), alone: 0.3 },
    {
      runs: [4, 8, 12],
      pattern: /[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}/g,
      check: by(find("IN", "aadhaar")),
      alone: 0.3,
      least: 12,
    },
    { runs: [4], pattern: /[A-Z]{3}P[A-Z]\d{4}[A-Z]/g, check: by(find("IN", "pan")), alone: 0.6 },
    {
      runs: [4, 8, 12],
      pattern: /\d{4}[ -]?\d{4}[ -]?\d{4}/g,
      check: (value) => isMyNumber(compact(value)),
      alone: 0.15,
      least: 12,
    },
    {
      runs: [6],
      pattern: /\d{6}-[1-8]\d{6}/g,
      check: (value) => holdsDay(value, "ymd"),
      alone: 0.75,
      least: 13,
    },
    {
      runs: [9],
      pattern: /[A-Z][12]\d{8}/g,
      check: by(find("TW", "natid") ?? find("TW", "ui")),
      alone: 0.45,
    },
    { runs: [6], pattern: /[A-Z]{1,2}\d{6}\([\dA]\)/g, check: by(find("HK", "hkid")), alone: 0.85 },
    { runs: [7], pattern: /[STFGM]\d{7}[A-Z]/g, check: (value) => isNric(value), alone: 0.6 },
    {
      runs: [6],
      pattern: /[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d/gi,
      check: by(find("MX", "curp")),
      alone: 0.9,
    },
    {
      runs: [3],
      pattern: /\d{1,2}\.\d{3}\.\d{3}-[\dKk]/g,
      check: by(find("CL", "rut")),
      alone: 0.7,
      signs: has.dot | has.dash,
    },
    {
      runs: [8],
      pattern: /(?:20|23|24|25|26|27)-\d{8}-\d/g,
      check: by(find("AR", "cuit")),
      alone: 0.65,
      least: 11,
    },
    {
      runs: [3],
      pattern: /\d{3}-\d{3}-\d{3} \d{2}/g,
      check: (value) => isSnils(compact(value)),
      alone: 0.8,
      also: [2],
      signs: has.dash,
      least: 11,
    },
    { runs: [5], pattern: /\d-\d{4}-\d{5}-\d{2}-\d/g, check: by(find("TH", "idnr")), alone: 0.85, least: 13 },
  ] satisfies Form[]
).map((form: Form) => ({
  ...form,
  needs: bitsOf(form.runs),
  also: bitsOf(form.also ?? []),
  signs: form.signs ?? 0,
  least: form.least ?? 0,
}));

const clues = cluesOf(
  "dni nie nif pesel cpf codice fiscale nir insee sécu sécurité personnummer personnr pnr henkilötunnus hetu bsn burgerservicenummer fødselsnummer fnr cpr steuer-id steueridentifikationsnummer identifikationsnummer idnr steuerid sozialversicherungsnummer svnr rijksregisternummer ahv avs rodné rodne rč cnp egn aadhaar aadhar pan curp rut run cuil cuit oib jmbg emšo isikukood asmens pps ppsn nric fin hkid tckn tc kimlik tfn national identity identification identifier identidad identité identité ausweis citizen personal passport nid id idnumber taxpayer tax_id amka snils снилс инн паспорт єгн dowód nationalid national_id kennitala taj személyi assure" +
    " 身份证 身分證 証件 证件 公民 マイナンバー 個人番号 주민 주민번호 주민등록번호 الهوية",
  otherNumbers.replace(/\b(?:id|pnr|nip|code|type|registration|regon)\b/g, ""),
);

function findNational(segment: Segment): Candidate[] {
  const { text } = segment;
  const { runs, longest } = segment.digits;
  const found: Candidate[] = [];
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
        isNamedNational(segment.whole, segment.before.length + start)
          ? { type: "NATIONAL_ID", start, end, score: 0.985 }
          : checkedInContext(segment, { type: "NATIONAL_ID", start, end, score: alone }, clues),
      );
    }
  }
  return found;
}

/** Neither part of a word nor of a longer number with its own punctuation. */
function standsFree(text: string, start: number, end: number): boolean {
  return (
    standsAlone(text, start, end) &&
    !/[\d][-./ ]?$/.test(text.slice(Math.max(0, start - 2), start)) &&
    !/^(?:[-./]?\d| \d{3})/.test(text.slice(end, end + 4))
  );
}

const isSpanish = (value: string) =>
  (/^[XYZ]/i.test(value) ? by(find("ES", "nie")) : by(find("ES", "dni")))(value.toUpperCase());

/** Eleven digits with a day in them, or a strong check: PESEL, CPF, Turkey, Norway, Germany, Belgium, Estonia, Lithuania, Croatia, Greece, Bulgaria's is ten. */
function anyElevenDigits(value: string): boolean {
  const hasDay =
    holdsDay(value, "dmy") ||
    holdsDay(value, "ymd", 1) ||
    (Number(value.slice(2, 4)) % 20 <= 12 && Number(value.slice(4, 6)) <= 31);
  if (
    hasDay &&
    [
      find("PL", "pesel"),
      find("NO", "fodselsnummer"),
      find("EE", "ik"),
      find("LT", "asmens"),
      find("BE", "insz"),
      find("GR", "amka"),
    ].some((one) => by(one)(value))
  )
    return true;
  return [
    find("BR", "cpf"),
    find("TR", "tckimlik"),
    find("DE", "idnr"),
    find("HR", "oib"),
    find("AR", "cuit"),
  ].some((one) => by(one)(value));
}

function anyThirteenDigits(value: string): boolean {
  return (
    by(find("TH", "idnr"))(value) ||
    ([find("RO", "cnp"), find("ZA", "idnr"), find("SI", "emso")].some((one) => by(one)(value)) &&
      (holdsDay(value, "ymd", 1) || holdsDay(value, "ymd") || holdsDay(value, "dmy")))
  );
}

/** Ten digits divide by eleven; nine, given before 1954, have no check. Women's months are 50 higher, a full series' 20. */
function isCzech(value: string): boolean {
  const digits = compact(value);
  const month = Number(digits.slice(2, 4)) % 50;
  const isMonth = (month >= 1 && month <= 12) || (month >= 21 && month <= 32);
  return (
    isMonth &&
    (digits.length === 9 ||
      Number(digits) % 11 === 0 ||
      (Number(digits.slice(0, 9)) % 11 === 10 && digits.endsWith("0")))
  );
}

function isTenDigits(value: string): boolean {
  const digits = compact(value);
  if (holdsDay(digits, "dmy", 4) && by(find("AT", "vnr"))(digits)) return true;
  if (by(find("BG", "egn"))(digits)) return true;
  return holdsDay(digits, "ymd") && (by(find("SE", "personnummer"))(digits) || by(find("CZ", "rc"))(digits));
}

/** Sweden's check is Luhn's over ten digits; Denmark gave its check up in 2007 and is another form here. */
function isNordic(value: string): boolean {
  const digits = compact(value).slice(-10);
  return (
    (holdsDay(digits, "ymd") ||
      holdsDay(digits.slice(0, 4) + String(Number(digits.slice(4, 6)) - 60).padStart(2, "0"), "ymd")) &&
    by(find("SE", "personnummer"))(value)
  );
}

/** Japan's My Number: weights 6..2, 7..2 over eleven digits, remainder to eleven. */
function isMyNumber(digits: string): boolean {
  if (new Set(digits).size === 1) return false;
  let sum = 0;
  for (let place = 1; place <= 11; place += 1)
    sum += Number(digits[11 - place]) * (place <= 6 ? place + 1 : place - 5);
  const rest = sum % 11;
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
}

/** Singapore's NRIC and FIN: weights 2765432, an offset by century, a letter by the rest. */
function isNric(value: string): boolean {
  const weights = [2, 7, 6, 5, 4, 3, 2];
  const series = value.charAt(0);
  const offset = series === "T" || series === "G" ? 4 : series === "M" ? 3 : 0;
  const sum =
    weights.reduce((total, weight, at) => total + weight * Number(value.charAt(at + 1)), offset) % 11;
  const letters =
    series === "S" || series === "T" ? "JZIHGFEDCBA" : series === "M" ? "XWUTRQPNJLK" : "XWUTRQPNMLK";
  return letters.charAt(series === "M" ? 10 - sum : sum) === value.charAt(8);
}

/** Russia's SNILS: weights 9 to 1, modulo 101. */
function isSnils(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < 9; at += 1) sum += Number(digits.charAt(at)) * (9 - at);
  return (sum % 101) % 100 === Number(digits.slice(9));
}

export const nationalIdRecognizer: Recognizer = {
  types: ["NATIONAL_ID"],
  needs: has.digit,
  find: findNational,
};
