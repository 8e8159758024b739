import type { Candidate, Recognizer } from "./candidate.ts";
import { hint } from "./hints.ts";
import { dayForm, isRealDay } from "./days.ts";
import { birthNames } from "./labels.ts";
import { has } from "./symbols.ts";

const clue =
  "(?:date[ _-]?of[ _-]?birth|birth[ _-]?(?:date|day)|(?<![\\p{L}])d\\.?o\\.?b\\.?(?![\\p{L}])|(?<![\\p{L}])born(?: on)?|(?<![\\p{L}])b\\.(?= ?\\d)|geburts(?:datum|tag)|(?<![\\p{L}])geb(?:oren)?(?: am)?\\.?|(?<![\\p{L}])n[ée]+(?:\\(e\\)|e)?(?= (?:le|à|en|au|un) )|date de naissance|naissance|fecha de nacimiento|f(?:echa)?\\.? ?nac\\.?|nacid[oa](?: el)?|nacimiento|nac[ií]ó?(?: el)?|(?<![\\p{L}])naquit le|nasc(?:i|eu)(?: em| a)?|urodził[a]? się(?: dnia)?|syntyi|ble født|syntynyt|data de nascimento|nasc(?:imento|id[oa])?\\.?(?: em| a)?|nat[oa](?= (?:il|a|in|ad) )|data di nascita|geboortedatum|geboren op|födelsedatum|född|fødselsdato|født|fødd|syntymäaika|syntynyt|s\\. |data urodzenia|urodzon[ya](?: dnia)?|ur\\.|datum narození|narozen[aý]?|doğum tarihi|doğumlu|születési (?:idő|dátum)|szül\\.|data nașterii|născut[ăa]?|дата рождения|родил(?:ся|ась)|ngày sinh|tanggal lahir|تاريخ الميلاد|生年月日|誕生日|生于|出生日期|出生年月日|出生|生日|생년월일|출생|วันเกิด|" +
  `(?<![\\p{L}])(?:${birthNames})(?![\\p{L}\\p{M}]))`;
const born = new RegExp(
  `${clue}(?:["'»\\s:=,(：|*–—-]|=> ?|the |on |as |was |is |am |le |el |em |il |op |den |un |in ){0,12}(?:(?<=\\s)\\p{L}{3,12}, )?(?:(?<=\\s)(?:in |à |en |em |a |w |v |we |i |в )?(?-i:\\p{Lu})[\\p{L}-]{2,20}(?: (?-i:\\p{Lu})[\\p{L}-]{2,20})?,? (?:on |am |le |el |em |il |op |den |dnia |în |la )?)?(${dayForm})`,
  "giu",
);
/** 17.4.1980 (born), 1980年4月17日生まれ */
const afterwards = new RegExp(
  `(?<![\\d./-])(${dayForm})(?:\\s?\\(?(?:dob|d\\.o\\.b\\.|geboren|nacid[oa]|född|født|syntynyt|birth|生まれ|出生|生(?![産成活])|doğumlu|tarihinde doğ)|년? ?생(?![산]))`,
  "giu",
);
const starred = new RegExp(`(?<=\\p{L}\\)?,?\\s\\(?)\\*\\s?(${dayForm})`, "giu");
/** "The company was born on", "La revista nació el": what has an article and is no human being has a birthday, but is nobody. */
const subject =
  /(?<!\p{L})(?:l['’]|(?:the|this|our|el|la|il|lo|le|o|a|un|una|une|uma|um|esta|este|questa|questo|cette|ce|der|die|das|unser|unsere|det|den|de|het)[ ])(\p{L}{3,})(?: \p{L}+)?(?: (?:was|is|were|est|è|é|fue|ha sido|wurde|ist|a été|foi|är|er|blev|ble|werd|is))?[ ]?$/iu;
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
  /^\p{Ll}/u.test(word) || /(?:wurde|ist|war)[ ]?$/.test(before);
/** Dates said to be somebody's birth. Another date, of a contract or a bridge, is nobody's. */
export const birthRecognizer: Recognizer = {
  types: ["DATE_OF_BIRTH"],
  needs: has.digit,
  find: ({ text, hints }) => {
    if ((hints & hint.birth) === 0 && !/\*\s?\d|o\.\s?b\.|\bb\. ?\d/i.test(text)) return [];
    const found: Candidate[] = [];
    for (const form of [born, afterwards, starred]) {
      for (const match of text.matchAll(form)) {
        const value = match[1] ?? "";
        if (!isRealDay(value)) continue;
        if (form === born && isOfThing(text.slice(Math.max(0, match.index - 48), match.index))) continue;
        const start =
          match.index + match[0].indexOf(value, form === afterwards ? 0 : match[0].length - value.length);
        found.push({ type: "DATE_OF_BIRTH", start, end: start + value.length, score: 0.9 });
      }
    }
    return found;
  },
};
