import { monthNames } from "./months.ts";

const year = "(?:18|19|20)\\d{2}";
const shortYear = `(?:${year}|['’]?\\d{2}(?!\\d))`;
/** A word that may be a month's name; `isMonth` says whether it is. */
const name = "(?:[\\p{L}\\p{M}'’׳]{2,14}[.॰׳]?|[\\u0e00-\\u0e7f]{1,3}\\.[\\u0e00-\\u0e7f]{1,2}\\.)";
/** "of", "de", "d'", "tháng", Hebrew's prefix. */
const link = "(?:of |de |d['’])?";
const beforeYear = "(?:de |del |năm |lui |[คพ]\\.ศ\\. )?";

const ordinals =
  "(?:twenty|thirty)-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth";

/** A whole day: a year alone says too little of anybody. Words in it are yet to be checked by `isRealDay`. */
export const dayForm = [
  `${year}\\s?[-./]\\s?\\d{1,2}\\s?[-./]\\s?\\d{1,2}`,
  `\\d{1,2}\\s?[-./]\\s?\\d{1,2}\\.?\\s?[-./]?\\s?${shortYear}`,
  `\\d{1,2}(?:st|nd|rd|th|er|\\.|º|ª|°|:[ae]|-?го|-?е|η)?[ ./-]?${link}${name},?[ ./-]?${beforeYear}(?:(?:25|13|14)\\d{2}|${shortYear})`,
  `\\d{1,2}(?:st|nd|rd|th) day of ${name},? ${year}`,
  `(?:${ordinals})(?: day)? of ${name},? ${year}`,
  `${name} (?:the )?(?:${ordinals}),? ${year}`,
  `${name} \\d{1,2}(?:st|nd|rd|th)?,? ${shortYear}`,
  `${year},? ${name} \\d{1,2}(?:st|nd|rd|th)?`,
  `${year}(?:\\(e\\))?e?ko ${name} \\d{1,2}`,
  `1[34]\\d{2}[-./]\\d{1,2}[-./]\\d{1,2}`,
  `[MTSHR]\\d{1,2}[-./]\\d{1,2}[-./]\\d{1,2}`,
  `${year}(?:\\.|[ ]жылы|-yil|[ ]ж\\.|[ ](?:m|ж)\\.|\\.?[ ](?:gada|g\\.))?[ ]${name}[ ]\\d{1,2}\\.?`,
  `${year}\\.?[ ](?:gada|[gж]\\.)[ ]\\d{1,2}\\.?[ ]?${name}`,
  `\\d{1,2}[ ](?:tháng|thg)[ ]\\d{1,2},?[ ](?:năm[ ])?${year}`,
  `(?:${year}|(?:明治|大正|昭和|平成|令和|民國|民国)\\s?(?:\\d{1,3}|元))\\s?[年년]\\s?\\d{1,2}\\s?[月월]\\s?\\d{1,2}\\s?[日일号號]?`,
  `${year}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?!\\d)`,
].join("|");

const noMonth =
  /^(?:st|nd|rd|th|er|of|de|del|d|m|gada|năm|tháng|thg|г|р|ж|թ|g|j|lui|day|º|ª|eko|ko|a|e|е|го|η|жылы|yil|[MTSHR])$/u;

/** Every word of it is a month's name or joins one to its day and year. */
export function isRealDay(value: string): boolean {
  const words = value.match(/[\p{L}\p{M}]+/gu) ?? [];
  if (words.length === 0 || /[年년月월]|[\u0e00-\u0e7f]\./u.test(value)) return true;
  return words.every(
    (word) => noMonth.test(word) || noMonth.test(word.toLowerCase()) || isMonth(word) || ordinal.test(word),
  );
}

const ordinal = new RegExp(`^(?:${ordinals}|the|twenty|thirty|day)$`, "iu");

/** Hebrew glues "in" to the month: ביולי. */
const isMonth = (word: string) =>
  monthNames.has(plain(word)) || (word.startsWith("ב") && monthNames.has(plain(word.slice(1))));

/** True when the whole text is one day. */
export const isDay = (text: string): boolean => wholeDay.test(text.trim()) && isRealDay(text);
const wholeDay = new RegExp(`^(?:${dayForm})(?:\\s?(?:г|р|ж|թ|d|m|j)?\\.)?$`, "iu");

/** Without marks of abbreviation. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[.\s׳॰'’]+$/u, "")
    .normalize("NFC");
}
