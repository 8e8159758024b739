import type { Candidate, Recognizer } from "./candidate.ts";
import { hint } from "./hints.ts";
import { dayForm, isRealDay } from "./days.ts";
import { birthClues, letterClues, particles, shortClues } from "./birth-words.ts";
import { has } from "./symbols.ts";

const clue = new RegExp(birthClues, "giu");
const short = new RegExp(
  `(?:^|[\\n,;(|>"/]|[ ]{2})[ ]?[*_]{0,2}(?:${shortClues}|(?<=\\p{L}\\)?(?:, ?|,? ?\\())${letterClues})[*_]{0,2}["»]?[ ]?[:=|]?[*_]{0,2}[ ]?["]?(${dayForm})`,
  "giu",
);
const day = new RegExp(dayForm, "iuy");
const compact = /(?:\d{6}|\d{8})(?!\d)/uy;
/** What may stand between a clue and its day: signs, a pattern such as (DD/MM/YYYY), and words. */
const signs = /(?:[\s"'“”„«»:=,;|*_>()[\]（）：，–—-]|=>|&gt;){1,12}/uy;
const pattern = /(\p{L})\1{1,3}([-./ ])(\p{L})\3{1,3}\2(\p{L})\4{1,3}(?!\p{L})/uy;
/** "Sinh năm 1970, ngày 4 tháng 5 năm 1970" */
const year = /(?:19|20)\d\d(?![\d./-])/uy;
const word = /[\p{L}\p{M}][\p{L}\p{M}'’]{0,24}(?:-[\p{L}\p{M}]{1,16}){0,3}\.?/uy;
const [mostWords, mostPlaces] = [14, 5];
/** 17.4.1980 (born), 1980年4月17日生まれ */
const afterwards = new RegExp(
  `(?<![\\d./-])(${dayForm})(?:T\\d\\d:[\\d:.]{2,12}Z?)?(?:\\s?\\(?(?:dob|d\\.o\\.b\\.|geboren|nacid[oa]|född|født|syntynyt|birth|に?生まれ|に?出生|生(?![産成活日])|doğumlu|tarihinde doğ|년? ?생(?![산])|(?:에 )?(?:출생|태어)|ж?г\\.?[ ]?р(?:ожд)?\\.|р\\.[ ]?н\\.|г(?:ода|\\.)[ ]?рожд|року народж|['’]?[dt][ea] doğ|-?[áé]n szül|(?:is|was) (?:when|the day)(?: on which)? (?:i|he|she|they) (?:was|were) born|is (?:my|his|her|their) (?:birthday|date of birth)|zur welt|туған|(?:को )?(?:जन्म|हुआ))|(?:[ ][\\p{L}'’-]{1,20}){1,5}[ ](?:geboren|zur welt|doğ(?:du|muş|dum)|născut|született|syntynyt|gimė|туған)(?!\\p{L}))`,
  "giu",
);
/** "Date of birth?␤Caller: 3/4/1981", "the birth date is wrong, it should be 3 April 1981": asked or put right, and then said. */
const strong =
  "(?:date of birth|d\\.?o\\.?b\\.?|birth ?(?:date|day|year)|geburts(?:datum|tag|jahr)|date de naissance|anniversaire|fecha de nac(?:imiento)?|cumpleaños|data di nascita|compleanno|data de nascimento|geboortedatum)";
const answered = new RegExp(
  `(?<!\\p{L})${strong}(?!\\p{L})(?:\\??[ ]?\\n[ ]?\\p{L}{1,14}:[ ]?|(?![^\\n.!?\\d]{0,40}(?:expir|issu|valid|due|until|before|after|deadline))[^\\n.!?\\d]{0,40}?(?:\\b(?:is|was|be|ist|war|es|è|é)|c['’]est(?: le)?|:)\\s)(${dayForm})`,
  "giu",
);
const asked = new RegExp(`(?:${strong}|born|geboren|née?|nacist[ei]|nat[oa])\\?\\s*$`, "iu");
/** "Caller: 3/4/1981", where the sentence before it asked for a birth. */
const reply = new RegExp(`^\\s*(?:\\p{L}{1,14}:[ ]?)?(${dayForm})`, "iu");
/** "gave 3/4/1981 as his date of birth", "3/4/1981 when asked when she was born": behind it small words and a birth. */
const given = new RegExp(
  `(?<![\\d./-])(${dayForm})(?=\\)?(?: [-–]|,)?(?: (?:as|by|per|from|on|in|when|asked|given|is|was|i|he|she|they|the|my|his|her|their|your|i mean|als|laut|sein|ihr|mein|comme|como|come|son|sa|su|il|suo)){0,6} (?:${strong}s?|birth certificates?|births?|born)(?!\\p{L}))`,
  "giu",
);
/** 54F (3/4/1981), 54 yo, 3/4/1981: how old, of which sex, and since when. */
const aged = new RegExp(
  `(?<![\\p{L}\\d])\\d{1,3} ?(?:[mf]|yo?|y/?o|years? old|year-old)(?!\\p{L})[ ,]{0,2}\\(?(?:[mf], ?)?(${dayForm})`,
  "giu",
);
/** The seventh field of HL7's segment of a patient. */
const edi = /(?<![A-Z\d])DMG\*D8\*((?:19|20)\d{6})(?!\d)/g;
const hl7 = /(?:^|[\n\r])PID\|(?:[^|\n]{0,80}\|){6}((?:19|20)\d{6})(?=\d{0,6}(?:\||[\n\r]|$))/gu;
const starred = new RegExp(`(?<=(?:^|\\n|\\p{L}\\)?,?\\s)\\(?)\\*\\s?(${dayForm})`, "giu");
/** "The company was born on", "La revista nació el": what has an article and is no human being has a birthday, but is nobody. */
const subject =
  /(?<!\p{L})(?:l['’]|(?:the|this|our|notre|nos|nuestr[oa]|noss[oa]|nostr[oa]|onze?|vår[at]?|nasz[ae]?|el|la|il|lo|le|o|a|un|una|une|uma|um|esta|este|questa|questo|cette|ce|der|die|das|unser|unsere|det|den|de|het)[ ])(\p{L}{3,})(?: \p{L}+)?(?: (?:was|is|were|est|è|é|fue|ha sido|wurde|ist|a été|foi|är|er|blev|ble|werd|is))?(?: (?:am|on|le|el|il|em|den|op|à|a|en|in|at)(?: \p{Lu}[\p{L}-]+)?)?[ ]?$/iu;
const human =
  /^(?:claimant|patient|applicant|tenant|child|baby|girl|boy|son|daughter|mother|father|man|woman|victim|suspect|defendant|plaintiff|client|customer|employee|insured|deceased|testator|student|pupil|witness|accused|player|author|singer|actor|actress|artist|writer|twin|person|paciente|niñ[oa]|hij[oa]|madre|padre|mujer|hombre|cliente|trabajador|solicitante|bebé|señor|señora|alumn[oa]|titular|asegurad[oa]|menor|paziente|bambin[oa]|figli[oa]|donna|uomo|richiedente|signor|signora|alunn[oa]|filh[oa]|menin[oa]|mulher|homem|requerente|criança|utente|doente|mãe|pai|enfant|fille|fils|mère|père|femme|homme|demandeu[rs]e?|assurée?|patiente?|élève|kind|tochter|sohn|mutter|vater|frau|herr|mann|patientin|antragsteller(?:in)?|mieter(?:in)?|klägerin|kläger|versicherte|beklagte|schüler(?:in)?|junge|mädchen|dame|zeugin|zeuge|patiënt|barn|pojken|flickan|kvinnan|mannen)$/iu;
/** Without an article: a firm, a brand, a star. */
const thing =
  /(?<!\p{L})(?:company|firm|business|brand|république|republic|república|repubblica|nation|nación|état|estado|bridge|club|team|band|republic|supernova|galaxy|magazine|network|ditta|azienda|empresa|entreprise|société|firma|unternehmen|verein|компания|фирма|проект)(?!\p{L})[^.!?\n]{0,14}$/iu;

const isOfThing = (before: string) => {
  const word = subject.exec(before)?.[1];
  return (
    (word !== undefined &&
      !human.test(word) &&
      word !== word.toUpperCase() &&
      /^(?:\p{Ll}|\p{Lu}\p{Ll}+$)/u.test(word) &&
      isNoun(word, before)) ||
    thing.test(before)
  );
};
/** In German nouns have a capital; elsewhere a capital behind an article is somebody's name. */
const isNoun = (word: string, before: string) =>
  /^\p{Ll}/u.test(word) || /(?:wurde|ist|war)(?: am| in \p{Lu}\p{L}+)?[ ]?$/u.test(before);

const at = (form: RegExp, text: string, index: number) => {
  form.lastIndex = index;
  return form.exec(text)?.[0];
};

/** The day behind a clue, over signs, patterns of dates, small words and the names of places. */
function dayBehind(text: string, from: number): { start: number; end: number } | null {
  let [start, places] = [from, 0];
  for (let taken = 0; taken < mostWords; taken += 1) {
    const gap = at(signs, text, start);
    start += gap?.length ?? 0;
    const found =
      at(day, text, start) ?? (taken === 0 && gap !== undefined ? at(compact, text, start) : undefined);
    if (found && isRealDay(found)) return { start, end: start + found.length };
    const shown = at(pattern, text, start) ?? at(year, text, start);
    if (shown) {
      start += shown.length;
      continue;
    }
    const next = at(word, text, start);
    if (next === undefined) return null;
    const plain = next.toLowerCase().replace(/\.$/u, "");
    if (!particles.has(plain)) {
      places += 1;
      if (places > mostPlaces || !isPlace(next, text, start)) return null;
    }
    start += next.length;
  }
  return null;
}

/** A capital, a script without any, or one small word behind "in" or "at": "born in leeds on". */
const isPlace = (name: string, text: string, start: number) =>
  /^[\p{Lu}\p{Lo}]/u.test(name) ||
  /(?:^|[ ])(?:in|at|at|à|en|em|a|w|i|op|te|till?|din|di|în) $/u.test(
    text.slice(Math.max(0, start - 6), start),
  );

function inHl7(text: string): Candidate[] {
  return Array.from([...text.matchAll(hl7), ...text.matchAll(edi)], ({ 0: whole, 1: value = "", index }) => {
    const end = index + whole.length;
    return { type: "DATE_OF_BIRTH", start: end - value.length, end, score: 0.9 };
  });
}

function replyTo(before: string, text: string): Candidate | null {
  const said = /\?\s*$/.test(before) && asked.test(before.slice(-48)) ? reply.exec(text) : null;
  if (!said?.[1] || !isRealDay(said[1])) return null;
  const end = said[0].length;
  return { type: "DATE_OF_BIRTH", start: end - said[1].length, end, score: 0.9 };
}

/** Dates said to be somebody's birth. Another date, of a contract or a bridge, is nobody's. */
export const birthRecognizer: Recognizer = {
  types: ["DATE_OF_BIRTH"],
  needs: has.digit,
  find: ({ text, hints, before }) => {
    const replied = replyTo(before, text);
    if (replied) return [replied];
    if ((hints & hint.birth) === 0 && !(maybeUnhinted.test(text) && unhinted.test(text)) && !isAged(text))
      return [];
    const found: Candidate[] = [];
    const add = (start: number, end: number) => found.push({ type: "DATE_OF_BIRTH", start, end, score: 0.9 });
    for (const { 0: said, index } of text.matchAll(clue)) {
      // A placeholder says what stood in its own place, and nothing of what stands behind it.
      if (said === "DATE_OF_BIRTH" && text[index - 1] === "<") continue;
      const own = dayBehind(text, index + said.length);
      if (own && !isOfThing(text.slice(Math.max(0, index - 48), index))) add(own.start, own.end);
    }
    for (const form of [afterwards, short, starred, answered, given, aged]) {
      for (const match of text.matchAll(form)) {
        const value = match[1] ?? "";
        if (!isRealDay(value)) continue;
        if (
          (form === afterwards || form === given) &&
          isOfThing(text.slice(Math.max(0, match.index - 48), match.index))
        )
          continue;
        const start =
          match.index +
          match[0].indexOf(value, form === afterwards || form === given ? 0 : match[0].length - value.length);
        add(start, start + value.length);
      }
    }
    return [...found, ...inHl7(text)];
  },
};
/** "54F (3/4/1981)" needs no word. */
const isAged = (text: string) => text.includes("(") && /\d ?(?:[mf]|yo?)[ ,]{0,2}\(\d/i.test(text);
/** What all of those below have, and few other texts. */
const maybeUnhinted =
  /PID\||\*\s?\d|[A-Za-z][.:][: ]{0,2}(?:\d|[A-Z][a-z])|[\u0370-\u05ff][.:]|\.[A-Za-z] \d|\/[bB]|[dD]\.\s?[oO]\./u;
/** Clues of one letter, and those that are no words. */
const unhinted =
  /PID\||\*\s?\d|o\.\s?b\.|(?:^|[\s(,;|])(?:[bfsnгрη][.:]? ?\d|b\. \p{Lu})|(?<!\p{L})\p{L}\. ?\p{L}\.?(?: ?\p{L}\.?)?[: ]{1,2}\d|d\.\s?o\.\s?b|d\/o\/b|р\. ?н\.|г\. ?р\.|ת\. ?ל/iu;
