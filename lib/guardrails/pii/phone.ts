import { parsePhoneNumberFromString } from "libphonenumber-js";
import { cluesOf, contextOf } from "./context.ts";
import { otherNumbers } from "./money.ts";
import { inContext, wordsAt } from "./recognizer.ts";
import type { Candidate, Recognizer, Segment } from "./candidate.ts";
import { isSaidNearby } from "./phone-near.ts";
import { isNameOnly } from "./names/lists.ts";
import { has, isWide, isWordSign } from "./symbols.ts";

/** Digits in groups, with the punctuation people put between them. */
const shape = /(?:\+|\b00)?\(?\d(?:[ \-.()/]{0,3}\d){6,14}(?:\s?(?:x|ext\.?|-Durchwahl)\s?\d{1,6})?/g;
/** The form of a US social security number, possible or not, is no telephone number's. */
const isSsnShaped = /^\d{3}([- .])\d{2}\1\d{4}$/;
const isDate =
  /^(?:(?:19|20)\d{2}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d{2}|(?:19|20)\d{2}[01]\d[0-3]\d)(?:\D|$)/;
/** A range "1..100000", a version "80.9.6093.53", a version with its day "1.13.15 / 8.10.2026". */
const isNoNumber =
  /\.\.|^\d{1,3}(?:\.\d{1,4}){0,3}\.\d\.\d|^\d+\.\d\.\d|[ /]\d{1,2}\.\d{1,2}\.(?:19|20)\d{2}$/;
/** An octet has no leading zero: "021.232.10.49" is a telephone in Switzerland. */
const isAddress = /^(?!0\d)\d{1,3}(?:\.\d{1,3}){3}$/;
const clues = cluesOf(
  "msisdn pager fono wasap guasap phone phones phoneno phoned ph ringing dialled dialed fwd forward forwarded ani rufe ruft angerufen appelé rappelé rappelez llamó llamaron durchwahl telephone tél fone fones telemóvel telemovel recapito telefon telefonnummer téléphone teléfono telefono telefone telefoon tel tfno tlfno mob mobile mobil móvil celular cellulare handy cell call called calling callback fax whatsapp sms text texting txt dial ring reach contact hotline answer message gsm puhelin puh tlf tfn portable rappeler joindre anrufen erreichbar rufen rückruf erreichen llamar llámame llámeme llame llama ligar ligue liga chiamare chiama chiamami appelez appelle joignable zavolejte zavolat volejte zavolajte dzwonić zadzwoń zadzwonić dzwoń звоните звони позвоните позвони телефонуйте дзвоніть arayın ara arayabilirsiniz hívjon hívj sunați suna sună καλέστε soita soittakaa ringa ringja kontakta " +
    "mobiltelefon mobiltelefonnr kontakttelefon puhelinnumero telefoninumero telefonas telefono tālrunis tālruņa telefoon τηλέφωνο τηλεφώνου κινητό טלפון הטלפון נייד الهاتف الجوال موبايل تلفن फ़ोन फोन मोबाइल telepon ponsel điện đt โทรศัพท์ เบอร์ มือถือ мобильный мобилен мобільний mobiel komórka mobitel mobiil mobilais " +
    "моб мобила мобилка whatsapp вотсап ватсап вайбер viber zalo wa zap واتساب واتس وتساب الواتساب واتسآب اتصل اتصلوا gọi alo hubungi telpon telp nelpon hub kontak sila nipigie piga simu tawagan tawag tumawag कॉल फ़ोन ফোন মোবাইল কল " +
    "手機 號碼 聯繫 聯絡 电话 电 手机 致电 联系 拨打 打 来电 热线 传真 電話 携帯 連絡 ファックス 전화 휴대폰 연락처 هاتف جوال تلفون телефон тел",
  `${otherNumbers.replace(/(?<= )số(?= )/gu, "")} zip plz iban bic amount total price usd eur pin population year port ports range`,
);

/** Finds telephone numbers: international ones by themselves, national ones by their form, by their place in an address, or by the words before them. */
export const phoneRecognizer: Recognizer = {
  types: ["PHONE_NUMBER"],
  needs: has.digit,
  find: (segment) => [
    ...findPhones(segment),
    ...findShort(segment),
    ...(segment.signs & has.at ? findDialled(segment) : []),
  ],
};

function findPhones(segment: Segment): Candidate[] {
  const { text } = segment;
  const found: Candidate[] = [];
  let isListed = false;
  for (const match of text.matchAll(shape)) {
    if (!isFree(text, match.index, match.index + match[0].length)) continue;
    const value = bestReading(match[0]);
    if (value === null) continue;
    const start = match.index;
    const end = start + value.length;
    const own =
      scorePhone(withoutExtension(value)) + placeBonus(segment, start, end) + suffixBonus(text, end);
    const candidate = inContext(
      segment,
      { type: "PHONE_NUMBER", start, end, score: Math.min(own, 0.9) },
      clues,
    );
    const isUnsaid = own < 0.9 && contextOf(wordsAt(segment, start), clues) === null;
    if (isUnsaid && candidate.score >= 0.5) {
      if (isCounted(text, start)) continue;
      // "Policy 020 441 7039", "bins 020 7946 0012 to 020 7946 0019": a word that no list knows says what it counts.
      if ((isListed || isNamedByNoun(text, start)) && !isSaid(segment, candidate)) {
        isListed = true;
        continue;
      }
    }
    const isRaised = candidate.score < 0.5 && isSaid(segment, candidate);
    found.push(isRaised ? { ...candidate, score: 0.55 } : candidate);
  }
  return found;
}

/** Somebody's by the words around it: "haar nummer is …", "take … off your calling list". */
function isSaid(segment: Segment, { start, end }: Candidate): boolean {
  const { text } = segment;
  const digits = withoutExtension(text.slice(start, end)).replace(/\D/g, "");
  return (
    isSomebodysNumber(segment, start) ||
    isSaidNearby(
      text,
      { start, end },
      digits,
      () => contextOf(wordsAt(segment, start), clues) !== null || isCounted(text, start),
    )
  );
}

/** "Purchase order 61-2203-9917 covers pallets 014-220-8731": said farther before what the numbers count. */
const isCounted = (text: string, start: number) => {
  const before = text.slice(Math.max(0, start - 90), start);
  const sentence = before.slice(before.lastIndexOf("\n") + 1);
  return (
    /\b(?:order|invoice|ticket|serial|parts?|lots?|batch|parcels?|pallets?|sku|catalogue|catalog|meter|tariff|asset|seals?|drawing|draw|budget|rechnung|auftrag|artikel|charge|kostenstelle|projekt|facture|commande|dossier|colis|ligne|pedido|factura|albarán|expediente|fattura|ordine|remito|comanda|zamówienie|objednávka|sipariş)\b/iu.test(
      sentence,
    ) && !/\b(?:tel|phone|fax|call|mobile|handy|contact|ring|sms|text|rappeler|rufen)/i.test(sentence)
  );
};

/** Directly behind a word that is none of those that stand before telephone numbers. */
function isNamedByNoun(text: string, start: number): boolean {
  const before = /((?:[\p{L}\p{M}]['’.-]*)+[°º]?|\d{1,3}:|№)[ ]$/u.exec(
    text.slice(Math.max(0, start - 40), start),
  )?.[1];
  if (before === undefined) return false;
  // "ada@example.org 030 1234567": an address of mail names nothing.
  if (text.charAt(start - before.length - 2) === "@") return false;
  if (/^(?:n[°º]|№|no\.|nr\.|num\.|رقم)$/i.test(before) || /(?:nummer|nr\.?|numero|number)$/i.test(before))
    return true;
  if (beforeNumbers.test(before.toLowerCase())) return false;
  if (/^\p{Lu}[\p{Ll}'’-]+$/u.test(before) || isUncased.test(before)) return !isNameOnly(before);
  if (/^(?:is|ist|est|es|è|é|är|er|jest)$/i.test(before))
    return (
      /\b(?!phone|mobile|cell|contact)\p{L}{3,} (?:number|no|nr) is $/iu.test(
        text.slice(Math.max(0, start - 40), start),
      ) &&
      !/\b(?:my|his|her|your|our|their|the|new|old|work|home) (?:number|no|nr) is $/i.test(
        text.slice(0, start),
      )
    );
  return !beforeNumbers.test(before);
}

const isUncased = /^[\p{sc=Arabic}\p{sc=Hebrew}\p{sc=Thai}\p{sc=Devanagari}]+$/u;

/** Prepositions, verbs, pronouns and conjunctions. */
const beforeNumbers =
  /^(?:der|die|dem|den|das|meine[rmn]?|unsere[rmn]?|deine[rmn]?|het|de|mijn|on|at|to|in|or|and|via|direct|desk|switchboard|office|home|work|line|night|day|evenings|emergency|main|under|over|with|from|me|us|him|her|them|it|now|then|again|is|was|its|it's|use|using|using|try|here|also|please|pls|either|not|no|unter|auf|an|oder|und|bei|mit|mich|uns|ihn|sie|von|aus|zu|über|au|aux|sur|sous|ou|et|avec|moi|nous|le|la|les|par|del?|al|el|en|o|y|con|me|mi|nos|por|para|em|no|na|ou|e|com|su|sul|da|dal|allo|alla|op|of|met|naar|via|på|eller|och|til|eller|og|na|pod|lub|i|z|на|по|или|и|с|\p{L}[.]?|\p{Lu}{2,3})$/u;

/** "il numero del custode è", "die Nummer der Praxis ist" */
const numberOfSomebody =
  /(?<!\p{L})(?:number for|numero|número|numéro|nummer|numer|номер|número)(?: (?:d[aeiou]s?|del|della|dell['’]|de la|des|der|du|van|van de|dla|для|do|the))? ?\p{L}{3,16} (?:is|è|é|es|est|ist|to|är|er) $/iu;

/** "my number is", "haar nummer": a number that is somebody's, and no word says of what. */
function isSomebodysNumber(segment: Segment, start: number): boolean {
  const words = wordsAt(segment, start);
  const before = segment.text.slice(Math.max(0, start - 60), start);
  if (contextOf(words, clues) === null && numberOfSomebody.test(before)) return true;
  return (
    contextOf(words, clues) === null &&
    words.some((word) =>
      /^(?:number|nummer|num[eé]ro|número|numer|číslo|číslom|номер|numaram|numarası|szám|számom|numărul|αριθμός|nomor|số|numeroni)$/.test(
        word,
      ),
    ) &&
    words.some((word) =>
      /^(?:my|his|her|your|our|their|new|old|best|direct|correct|neue|nouveau|nuevo|mein|meine|seine|ihre|mijn|zijn|haar|mon|ma|son|mi|su|meu|seu|mio|suo|mój|moje|swój|můj|moje|мой|мій|benim|μου|mitt|mit|moj|saya|tôi|bitte|proszę|pod)$/.test(
        word,
      ),
    )
  );
}

/** Local numbers of seven digits, "555 0129": only where a word says so. */
function findShort(segment: Segment): Candidate[] {
  return [...segment.text.matchAll(/(?<![\d.,:/_$€£#+-])\d{3}[ -]\d{4}(?![\d./_:-]|,\d)/g)].map((match) =>
    inContext(
      segment,
      {
        type: "PHONE_NUMBER",
        start: match.index,
        end: match.index + match[0].length,
        score: 0.25,
      },
      clues,
    ),
  );
}

/** sip:+4930…@carrier, PJSIP/4930…@trunk */
const findDialled = ({ text }: Segment): Candidate[] =>
  text.includes("sip") || text.includes("SIP")
    ? [...text.matchAll(/(?<=sips?:|sip\/)\+?\d{7,15}(?=@)/gi)].map((match) => ({
        type: "PHONE_NUMBER",
        start: match.index,
        end: match.index + match[0].length,
        score: 0.95,
      }))
    : [];

/** "Fax0144550193" */
const gluedLabel = /(?<!\p{L})(?:tel|tél|fax|phone|mob|mobile|cell|handy)[.:]?$/iu;

/** Not glued to letters of a script with spaces, to money, to a longer number or to a path. */
function isFree(text: string, start: number, end: number): boolean {
  if (start > 0) {
    const lead = text.charAt(start - 1);
    if (/[\p{L}.:]/u.test(lead) && gluedLabel.test(text.slice(Math.max(0, start - 8), start))) return true;
    if (/[\d,/_$€£#-]/.test(lead) || isWordSign(text.charCodeAt(start - 1))) return false;
    if (/[.:]/.test(lead) && /[\d\s]/.test(text.charAt(start - 2)) && start > 1) return false;
  }
  const after = text.slice(end, end + 2);
  // A number with its country's code is one also where the next word is glued to it.
  if (text.charAt(start) === "+" && /^\p{L}/u.test(after)) return true;
  return !(after && isWordSign(after.charCodeAt(0))) && !/^(?:[.,:/_-]\d|_)/.test(after);
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
  if (value.length < 7 || isDate.test(value) || isAddress.test(value) || isSsnShaped.test(value))
    return false;
  if (isNoNumber.test(value)) return false;
  const digits = value.replace(/\D/g, "");
  return digits.length >= 7 && digits.length <= 15 && !/^(\d)\1*$/.test(digits);
}

function withoutExtension(value: string): string {
  return value.replace(/\s?(?:x|ext\.?)\s?\d+$/, "");
}

const nanp = /^(?:1[ .-])?(?:\([2-9]\d{2}\)[ \-.]?|[2-9]\d{2}[ \-.])\d{3}[ \-.]\d{4}$/;
/** Leading zero, then groups of at least two digits: how most of the world writes national numbers. */
const trunk = /^\(?0\d{1,4}\)?(?:[ \-/.]{1,3}\d{2,8}){1,5}(?:-\d{1,4})?$/;
/** 8 (912) 307-58-87: 8 is the long distance within Russia and Kazakhstan. */
const russian = /^8[ -]?\(\d{3,5}\)[ -]?\d{1,3}[ -]\d{2}[ -]\d{2}$/;
const china = /^(?:(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8})$/;
/** Nordic and French pairs, Iberian and Polish triples, Swiss and Turkish mixtures. */
const grouped =
  /^(?:\d{2}(?:[ .-]\d{2}){3,4}|[5-9]\d{2}(?:[ .-]\d{3}){2}|[5-9]\d{2} \d{2} \d{2} \d{2}|\(\d{2,4}\)[ -]?\d{3,5}[ -]?\d{3,4}|[5-9]\d{2}[ -]\d{3}[ -]\d{2}[ -]\d{2})$/;

function scorePhone(value: string): number {
  const digits = value.replace(/\D/g, "");
  if (value.startsWith("+") || value.startsWith("00")) return isPossibleAbroad(value) ? 0.9 : 0.1;
  if (nanp.test(value)) return 0.6;
  if (russian.test(value)) return 0.6;
  if (trunk.test(value) && digits.length >= 8 && digits.length <= 12 && !digits.startsWith("00")) return 0.55;
  if (china.test(value) && !value.startsWith("0")) return 0.4;
  if (grouped.test(value)) return 0.4;
  return /\d[ \-.()/]+\d/.test(value) ? 0.25 : 0.2;
}

function isPossibleAbroad(value: string): boolean {
  const plain = value.replace(/^00/, "+").replace(/\(0\)/, "");
  return parsePhoneNumberFromString(plain)?.isPossible() ?? false;
}

/** "0501 296 17 61 numarasından", "010-1234-5678번으로": what is said of a number stands behind it. */
const suffix =
  /^ ?(?:numara(?:sı|dan|ya)|번으로|로 (?:전화|연락)|(?:まで|に)(?:お電話|ご連絡|電話)|पर (?:कॉल|फ़ोन|फोन|संपर्क))/u;
const suffixBonus = (text: string, end: number) => (suffix.test(text.slice(end, end + 16)) ? 0.35 : 0);

const numberOnly = /^[+(\d][\d ()./-]*\d(?:\s?(?:x|ext\.?)\s?\d+)?\s*$/;

/** Alone on its line under a line of words, as in an address; or, a mobile's form, glued into a Chinese sentence. */
function placeBonus(segment: Segment, start: number, end: number): number {
  const { text } = segment;
  const before = start > 0 ? text.charCodeAt(start - 1) : 32;
  const value = text.slice(start, end);
  if (isWide(before) && china.test(value)) return 0.15;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", end);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  if (line.trim().length > 24 || !numberOnly.test(line.trim())) return 0;
  const digits = value.replace(/\D/g, "").length;
  const above = (segment.before + text.slice(0, lineStart)).replace(/\n\s*$/, "");
  const previous = above.slice(above.lastIndexOf("\n") + 1);
  // Under one short line that says nothing of telephones a number may count anything.
  const isLabel =
    !/[\d,]/.test(previous) && !above.includes("\n") && previous.trim().split(/\s+/).length <= 3;
  const isUnderWords = /\p{L}{2}/u.test(previous) && above.length > 0 && !isLabel;
  return isUnderWords && digits >= 8 && digits <= 12 && !value.startsWith("+") ? 0.35 : 0;
}
