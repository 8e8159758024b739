import { stdnum } from "stdnum";

type Validator = { validate(value: string): { isValid: boolean } };

/** A country's validator, if the library has it. */
export const find = (country: string, name: string): Validator | undefined => stdnum[country]?.[name];
export const by = (validator: Validator | undefined) => (value: string) =>
  validator?.validate(value).isValid === true;
export const compact = (value: string) => value.replace(/[^0-9A-Za-z]/g, "");

/** Two digits each of year, month and day at an offset make a day. */
export function holdsDay(digits: string, order: "ymd" | "dmy", at = 0): boolean {
  const pair = (place: number) => Number(digits.slice(at + place, at + place + 2));
  const [month, day] = order === "ymd" ? [pair(2), pair(4)] : [pair(2), pair(0)];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

export const isSpanish = (value: string) =>
  (/^[XYZ]/i.test(value) ? by(find("ES", "nie")) : by(find("ES", "dni")))(value.toUpperCase());

/** Eleven digits with a day in them, or a strong check: PESEL, CPF, Turkey, Norway, Germany, Belgium, Estonia, Lithuania, Croatia, Greece, Bulgaria's is ten. */
export function anyElevenDigits(value: string): boolean {
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

export function anyThirteenDigits(value: string): boolean {
  return (
    by(find("TH", "idnr"))(value) ||
    isCnp(value) ||
    ([find("ZA", "idnr"), find("SI", "emso"), find("BA", "jmbg"), find("MD", "idno")].some((one) =>
      by(one)(value),
    ) &&
      (holdsDay(value, "ymd", 1) || holdsDay(value, "ymd") || holdsDay(value, "dmy")))
  );
}

/** Ten digits divide by eleven; nine, given before 1954, have no check. Women's months are 50 higher, a full series' 20. */
export function isCzech(value: string): boolean {
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

export function isTenDigits(value: string): boolean {
  const digits = compact(value);
  if (holdsDay(digits, "dmy", 4) && by(find("AT", "vnr"))(digits)) return true;
  if (by(find("BG", "egn"))(digits)) return true;
  return holdsDay(digits, "ymd") && (by(find("SE", "personnummer"))(digits) || by(find("CZ", "rc"))(digits));
}

/** Sweden's check is Luhn's over ten digits; Denmark gave its check up in 2007 and is another form here. */
export function isNordic(value: string): boolean {
  const digits = compact(value).slice(-10);
  return (
    (holdsDay(digits, "ymd") ||
      holdsDay(digits.slice(0, 4) + String(Number(digits.slice(4, 6)) - 60).padStart(2, "0"), "ymd")) &&
    by(find("SE", "personnummer"))(value)
  );
}

/** Firms' and people's numbers have one form and one check, and the library tells them apart by size. */
export const isChilean = (value: string) =>
  by(find("CL", "rut"))(compact(value)) || by(find("CL", "run"))(compact(value));

/** Japan's My Number: weights 6..2, 7..2 over eleven digits, remainder to eleven. */
export function isMyNumber(digits: string): boolean {
  if (new Set(digits).size === 1) return false;
  let sum = 0;
  for (let place = 1; place <= 11; place += 1)
    sum += Number(digits[11 - place]) * (place <= 6 ? place + 1 : place - 5);
  const rest = sum % 11;
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
}

/** Singapore's NRIC and FIN: weights 2765432, an offset by century, a letter by the rest. */
export function isNric(value: string): boolean {
  const weights = [2, 7, 6, 5, 4, 3, 2];
  const series = value.charAt(0);
  const offset = series === "T" || series === "G" ? 4 : series === "M" ? 3 : 0;
  const sum =
    weights.reduce((total, weight, at) => total + weight * Number(value.charAt(at + 1)), offset) % 11;
  const letters =
    series === "S" || series === "T" ? "JZIHGFEDCBA" : series === "M" ? "XWUTRQPNJLK" : "XWUTRQPNMLK";
  return letters.charAt(series === "M" ? 10 - sum : sum) === value.charAt(8);
}

/** Kazakhstan's IIN: a day, a century and a check by weights 1 to 11, or 3 to 11, 1, 2 where those leave ten. */
export function isKazakh(digits: string): boolean {
  if (!holdsDay(digits, "ymd") || !/^.{6}[0-6]/.test(digits)) return false;
  const rest = (shift: number) =>
    Array.from({ length: 11 }, (_, at) => Number(digits[at]) * (((at + shift) % 11) + 1)).reduce(
      (sum, part) => sum + part,
      0,
    ) % 11;
  const first = rest(0);
  return (first === 10 ? rest(2) : first) === Number(digits[11]);
}

/** Romania's CNP by its day and check digit alone: the library knows too few counties. */
export function isCnp(digits: string): boolean {
  const sum =
    [..."279146358279"].reduce((total, weight, at) => total + Number(weight) * Number(digits[at]), 0) % 11;
  return /^[1-9]/.test(digits) && holdsDay(digits, "ymd", 1) && (sum === 10 ? 1 : sum) === Number(digits[12]);
}

/** Russia's SNILS: weights 9 to 1, modulo 101. */
export function isSnils(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < 9; at += 1) sum += Number(digits.charAt(at)) * (9 - at);
  return (sum % 101) % 100 === Number(digits.slice(9));
}
