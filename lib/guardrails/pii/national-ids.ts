import { cluesOf } from "./context.ts";
import { otherNumbers } from "./money.ts";
import {
  anyElevenDigits,
  anyThirteenDigits,
  by,
  compact,
  find,
  holdsDay,
  isChilean,
  isCzech,
  isMyNumber,
  isNordic,
  isNric,
  isSnils,
  isSpanish,
  isTenDigits,
} from "./national-checks.ts";
import { isNamedNational } from "./national-names.ts";
import { checkedInContext } from "./recognizer.ts";
import { type Segment } from "./candidate.ts";
import { type Candidate, type Recognizer } from "./candidate.ts";
import { has, standsAlone } from "./symbols.ts";

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
      check: (value) => isChilean(value),
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
      check: (value) => isChilean(value),
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

export const nationalIdRecognizer: Recognizer = {
  types: ["NATIONAL_ID"],
  needs: has.digit,
  find: findNational,
};
