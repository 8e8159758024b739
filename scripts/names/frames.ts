/**
 * Frames of sentences the tagger learns from, in frames/*.txt, all written for this purpose; those of *-out.txt hold no
 * person. Slots that are people: {N} a full name, {F} a first name, {L} a surname, {X} a name of the language; {f}, {l}
 * and {x} are the same words where they name nobody. Others: {P} place, {O} firm, {J} job, {S} street with number,
 * {E} e-mail, {T} telephone, {D} date, {#} number, {C} capitalised word, {w} word. Written \\n is a line end.
 */
import { readFileSync } from "node:fs";

const read = (name: string) => readFileSync(new URL(`frames/${name}.txt`, import.meta.url), "utf8");

export const english = read("english");
export const englishOut = read("english-out");
export const others = read("others");
export const othersOut = read("others-out");
/** Chinese, Japanese and Korean: with people, without. */
export const wide: Record<"zh" | "ja" | "ko", readonly [string, string]> = {
  zh: [read("zh"), read("zh-out")],
  ja: [read("ja"), read("ja-out")],
  ko: [read("ko"), read("ko-out")],
};

export const firms =
  "Inc|Inc.|LLC|Ltd|Ltd.|GmbH|AG|Corp.|Corporation|Company|Group|Holdings|Bank|Industries|Systems|Solutions|Technologies|Partners|& Co.|& Sons|S.A.|B.V.|Oy|AB|PLC|Labs|Media|Foods|Airlines|Logistics|Insurance|Consulting".split(
    "|",
  );
export const jobs =
  "engineer|Engineer|manager|Sales Manager|director|art director|accountant|Accountant|nurse|lawyer|teacher|Packager|soldier|Network administrator|Laboratory technician|professor|driver|consultant|Head of Marketing|CEO|CFO|plumber|Employment manager|Cable line installer|secretary|treasurer|Einkauf|Vertrieb|Geschäftsführer|ingénieur|directrice|comercial|impiegato|Team Lead|analyst|designer|Registered nurse|clerk|editor|photographer|firefighter|web developer|Counselor|Machine feeder".split(
    "|",
  );
