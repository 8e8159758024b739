/** ISO/IEC 7812 check digit: true when the digits' Luhn sum is a multiple of ten. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const weighted = at % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** Lengths of the IBAN registry, by country. */
export const ibanLengths: Readonly<Record<string, number>> = Object.fromEntries(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 " +
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 " +
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 " +
    "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** ISO 13616: right length for its country and remainder 1 modulo 97. Takes upper-case letters and digits only. */
export function isIban(compact: string): boolean {
  if (ibanLengths[compact.slice(0, 2)] !== compact.length) return false;
  let remainder = 0;
  for (const symbol of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(symbol, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** NHS number: ten digits whose sum under weights 10 to 1 is a multiple of eleven. */
export function isNhsNumber(digits: string): boolean {
  if (digits.length !== 10) return false;
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (10 - at), 0);
  return sum % 11 === 0;
}

/** False for areas, groups and serials the US Social Security Administration never gave out, and for well-known samples. */
export function isPossibleSsn(digits: string): boolean {
  const area = digits.slice(0, 3);
  if (area === "000" || area === "666" || area.startsWith("9")) return false;
  if (digits.slice(3, 5) === "00" || digits.slice(5) === "0000") return false;
  return digits !== "078051120" && digits !== "123456789" && new Set(digits).size > 1;
}

/** The issuer's digits at the front of a card number fit its length (Visa, Mastercard, Amex, Discover, JCB, Diners, Maestro, UnionPay, Mir, Troy, RuPay, Verve, Elo). */
export function hasIssuerPrefix(digits: string): boolean {
  const { length } = digits;
  const four = Number(digits.slice(0, 4));
  if (digits.startsWith("4")) return length === 13 || length === 16 || length === 19;
  if ((four >= 2200 && four <= 2204) || four === 9792 || /^8[12]/.test(digits)) return length >= 16;
  if ((four >= 5100 && four <= 5599) || (four >= 2221 && four <= 2720)) return length === 16;
  if (/^3[47]/.test(digits)) return length === 15;
  if (/^(?:30[0-5]|3[68])/.test(digits)) return length === 14;
  if (digits.startsWith("35")) return length >= 16;
  if (/^(?:2131|1800)/.test(digits)) return length === 15;
  return /^(?:5[06-8]|6)/.test(digits);
}

/** Shannon entropy in bits per character: random keys have more than words. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const symbol of text) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
