import {
  anyElevenDigits,
  anyThirteenDigits,
  by,
  compact,
  find,
  holdsDay,
  isChilean,
  isCzech,
  isKazakh,
  isMyNumber,
  isNordic,
  isNric,
  isSnils,
  isSpanish,
  isTenDigits,
} from "./national-checks.ts";
import { has } from "./symbols.ts";

/** One country's number: `runs` the lengths of runs of digits of which it has one, `alone` the score of its form with right check digits and no word before it. */
export type Form = {
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
export const forms = (
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
    // Pakistan's CNIC, the Emirates' ID, Ghana's card, Malaysia's, the Dominican Republic's, Uruguay's, Guatemala's
    {
      runs: [5],
      pattern: /[1-7]\d{4}-\d{7}-\d/g,
      check: () => true,
      alone: 0.7,
      signs: has.dash,
      least: 13,
    },
    {
      runs: [3, 15],
      pattern: /784-?(?:19|20)\d{2}-?\d{7}-?\d/g,
      check: (value) => compact(value).length === 15,
      alone: 0.8,
      least: 15,
    },
    { runs: [9], pattern: /GHA-\d{9}-\d/g, check: () => true, alone: 0.9, signs: has.dash },
    {
      runs: [6],
      pattern: /\d{6}-\d{2}-\d{4}/g,
      check: (value) => holdsDay(value, "ymd") && by(find("MY", "nric"))(compact(value)),
      alone: 0.65,
      signs: has.dash,
      least: 12,
    },
    {
      runs: [3],
      pattern: /\d{3}-\d{7}-\d/g,
      check: by(find("DO", "cedula")),
      alone: 0.6,
      also: [7],
      signs: has.dash,
      least: 11,
    },
    {
      runs: [1],
      pattern: /\d\.\d{3}\.\d{3}-\d/g,
      check: by(find("UY", "cedula")),
      alone: 0.6,
      also: [3],
      signs: has.dot | has.dash,
      least: 8,
    },
    {
      runs: [4],
      pattern: /\d{4} \d{5} \d{4}/g,
      check: by(find("GT", "cui")),
      alone: 0.45,
      also: [5],
      least: 13,
    },
    // Mexico's RFC of a person, Sri Lanka's old NIC, Albania's NID, Kazakhstan's IIN, Egypt's number
    {
      runs: [6],
      pattern: /[A-ZÑ&][AEIOUX][A-ZÑ&]{2}\d{6}[A-Z\d]{2}[\dA]/g,
      check: (value) => holdsDay(value, "ymd", 4),
      alone: 0.6,
    },
    {
      runs: [9],
      pattern: /\d{2}[0-8]\d{6}[VXvx]/g,
      check: (value) => Number(value.slice(2, 5)) % 500 <= 366 && Number(value.slice(2, 5)) % 500 > 0,
      alone: 0.4,
    },
    {
      runs: [8],
      pattern: /[A-T]\d[0156]\d[0-3]\d{4}[A-W]/g,
      check: (value) => Number(value.slice(2, 4)) % 50 <= 12,
      alone: 0.4,
    },
    { runs: [12], pattern: /\d{12}/g, check: (value) => isKazakh(value), alone: 0.2 },
    {
      runs: [14],
      pattern: /[23]\d{13}/g,
      check: (value) => holdsDay(value, "ymd", 1) && /^.{7}(?:0[1-4]|[1-3]\d|88)/.test(value),
      alone: 0.3,
    },
    // Russia's passport: four digits of the series, six of the number
    {
      runs: [4, 2],
      pattern: /\d{2} ?\d{2},? ?(?:(?:номер|№|N) ?)?\d{6}/g,
      check: (value) => /\D/.test(value),
      alone: 0.2,
      also: [6],
    },
  ] satisfies Form[]
).map((form: Form) => ({
  ...form,
  needs: bitsOf(form.runs),
  also: bitsOf(form.also ?? []),
  signs: form.signs ?? 0,
  least: form.least ?? 0,
}));
