import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";
import type { Candidate, Recognizer } from "./recognizers.ts";

const regions: readonly CountryCode[] = [
  "US",
  "GB",
  "DE",
  "FR",
  "IT",
  "ES",
  "NL",
  "BE",
  "CH",
  "AT",
  "SE",
  "NO",
  "DK",
  "FI",
  "PL",
  "CZ",
  "HU",
  "PT",
  "IE",
  "AU",
  "NZ",
  "IN",
  "BR",
  "ZA",
];
/** Digits in groups, with the punctuation people put between them. */
const shape =
  /(?<![\p{L}\d.,:/_$€£#-])(?:\+|00)?\(?\d(?:[ \-.()/]{0,3}\d){6,14}(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?![\p{L}\d]|[.,:/_-]\d)/gu;
/** The form of a US social security number, possible or not, is no telephone number's. */
const isSsnShaped = /^\d{3}([- .])\d{2}\1\d{4}$/;
const isDate = /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})(?:\D|$)/;

/** Finds telephone numbers: international ones by themselves, national ones by their validity or by the words before them. */
export const phoneRecognizer: Recognizer = {
  type: "PHONE_NUMBER",
  context: [
    "phone",
    "telephone",
    "telefon",
    "téléphone",
    "teléfono",
    "tel",
    "mobile",
    "mobil",
    "handy",
    "cell",
    "call",
    "fax",
    "whatsapp",
    "sms",
    "text",
    "dial",
    "ring",
    "reach",
    "contact",
    "hotline",
    "answer",
    "message",
  ],
  needs: /\d/,
  find: findPhones,
};

function findPhones(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const match of text.matchAll(shape)) {
    const value = bestReading(match[0]);
    if (value !== null) {
      found.push({
        type: "PHONE_NUMBER",
        start: match.index,
        end: match.index + value.length,
        score: scorePhone(withoutExtension(value)),
      });
    }
  }
  return found;
}

/** A number that follows the telephone number is not part of it ("+44 20 7946 0958 12 times"): the longest reading that is a known form wins. */
function bestReading(whole: string): string | null {
  const readings = [whole];
  for (
    let cut = whole.search(/\s\S*$/);
    cut > 0 && readings.length < 6;
    cut = (readings.at(-1) ?? "").search(/\s\S*$/)
  )
    readings.push((readings.at(-1) ?? "").slice(0, cut).trimEnd());
  const possible = readings.filter(isPhoneShaped);
  return possible.find((value) => scorePhone(withoutExtension(value)) >= 0.4) ?? possible[0] ?? null;
}

function isPhoneShaped(value: string): boolean {
  const digits = value.replace(/\D/g, "");
  return (
    digits.length >= 7 &&
    digits.length <= 15 &&
    !isDate.test(value) &&
    !isSsnShaped.test(value) &&
    new Set(digits).size > 1
  );
}

function withoutExtension(value: string): string {
  return value.replace(/\s?(?:x|ext\.?)\s?\d+$/, "");
}

function scorePhone(value: string): number {
  const isInternational = value.startsWith("+") || value.startsWith("00");
  if (isInternational && parsePhoneNumberFromString(value.replace(/^00/, "+"))?.isPossible()) return 0.75;
  const isGrouped = /\d[ \-.()/]+\d/.test(value);
  if (!isGrouped) return 0.2;
  if (/^\(?[2-9]\d{2}\)?[ \-.]?[2-9]\d{2}[ \-.]\d{4}$/.test(value)) return 0.6;
  const isValid = regions.some((region) => parsePhoneNumberFromString(value, region)?.isValid());
  if (isValid) return value.startsWith("0") || value.startsWith("(") ? 0.55 : 0.4;
  return 0.25;
}
