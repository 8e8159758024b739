import type { Segment, Candidate, Recognizer } from "./candidate.ts";
import { hint } from "./hints.ts";
import { streetsLivedIn } from "./lived.ts";
import { monthNames } from "./months.ts";
import { streetForms } from "./street-forms.ts";
import { has, isWordSign } from "./symbols.ts";

const lead = /(?:flat|apt\.?|apartment|unit|suite|room|floor|house|studio|lot) #?\w{1,5},? $/i;
/** A line that begins with a postcode and a town; the line above it may be a street, whatever streets are called there. */
const town =
  /\n[ ]*(?:(?:[A-Z]{1,2}-)?\d{4,5}|\d{3}[ ]\d{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{4}[ ][A-Z]{2})[ ]\p{Lu}\p{L}+/gu;
/** A town before the postcodes of Britain, Ireland and America. */
const townFirst =
  "\\p{Lu}\\p{L}+(?:[ ]\\p{Lu}\\p{L}+){0,2},?[ ](?:[A-Z]{1,2}\\d[A-Z\\d]?[ ]\\d[A-Z]{2}|[A-Z]\\d[\\dW][ ][A-Z\\d]{4}|[A-Z]{2}[ ]\\d{5})(?![\\p{L}\\d])";
const aboveTownFirst = new RegExp(`\\n[ ]*${townFirst}`, "gu");
/** Behind a comma: "Ilica 12, 10000 Zagreb". A year is no postcode. */
const inlineTown = new RegExp(
  `,[ ](?:${townFirst}|(?:(?:[A-Z]{1,3}-)?(?:\\d{5}|(?!19|20)\\d{4})|\\d{3}[ ]\\d{2}|\\d{2}-\\d{3}|\\d{4}-\\d{3}|\\d{4}[ ]?[A-Z]{2})(?:,|[ ]-)?[ ]\\p{Lu}\\p{L}+)`,
  "gu",
);
const beforeTown =
  /(?<![\p{L}\p{N}])(?:\p{Lu}[\p{L}'’.-]{1,24}(?:[ ](?:d[aeiou]s?[ ]|del[ ]|dell[aeo][ ])?\p{Lu}[\p{L}'’.-]{1,24}){0,3},?[ ](?:n[.º°]{0,2}[ ]?|nr\.?[ ]?)?\d{1,4}[ ]?[a-zA-Z]?(?:[ ]?[/-][ ]?\d{1,4}[a-zA-Z]?)?|\d{1,5}[a-zA-Z]?,?(?:[ ]\p{Lu}[\p{L}'’.-]{1,24}){1,4})$/u;
const numberFirst = /^\d{1,5}[a-zA-Z]?,?(?:[ ]\p{L}[\p{L}'’.-]{1,24}){1,5}$/u;
/** What is counted and numbered with a capital, and is no street: "Invoice 12, 10000 Units". */
const counted =
  /^(?:invoice|room|model|chapter|version|part|page|section|figure|table|order|item|lot|batch|no|nr|rechnung|artikel|seite|kapitel|modell|raum|auftrag|bestellung|factura|facture|commande|pedido|artículo|article|página|zimmer|class|grade|level|phase|step|day|week|group|team|type|size|serie[ns]?|line|gate|terminal|bus|tram|flight|platform|gleis|halle|stand|box|windows|category|android|ios|iphone|galaxy|formula|channel|episode|season|round|question|problem|task|ticket|case|tier|zone|rank|score|player|user|customer|kategorie|kunde|benutzer|punkte?|grupo|groupe|gruppe|etapa|fase|clase|classe)$/iu;
const aboveTown =
  /^(?=[^\n]{0,20}\p{L}{3})[\p{L}\d][^\n,;:=@|{}]{2,40}[ ]\d{1,4}[ ]?[a-zA-Z]?(?:[ ]?[/-][ ]?\d{1,4}[a-zA-Z]?)?(?=[ ]*$)/u;
/** Words that make a number and a way something else: "4 hours on the way", "5 minutes by road". */
const noStreet =
  /\b(?:hours?|minutes?|mins?|days?|weeks?|months?|years?|times?|people|persons|points?|percent|euros?|dollars?|of|is|are|was|were|and|or|on|to|in|by|for|with|from|items?|steps?|ways?|more|other|different|possible|at|as|each|this|that|km|miles?|meters?|metres?|pm|am)\b/i;
/** Behind a label or on a line of its own any street with a number will do. */
const labelled =
  /(?<!(?:mail|(?<!\p{L})(?:ip|mac|web|url|server|host|wallet|memory))[ _-]?)(?:address|adresse|anschrift|strasse|straße|street|domicilio|dirección|direccion|endereço|endereco|indirizzo|adres|adresa|cím|osoite|adress|住所|地址|住址|주소|адрес|عنوان)[^\n:=]{0,16}[:=："]{1,3}\s{0,3}"?([^\n"|;\t]{4,120})/giu;

/** A sentence about a street, in small letters: "la calle tiene 5 árboles", "the avenue is lined with 127". */
const isSaying =
  /^\p{L}+\.? (?:\p{Ll}+ )?(?:has|have|is|are|was|were|with|tiene|tienen|está|es|fue|hay|tem|têm|fica|foi|ha|hanno|è|sono|est|sont|a|ont|était|fermée?|longue?|ma|mają|jest|má|mají|je|jsou|sú|are|ist|sind|hat|haben|heeft|is|zijn|har|är|er|on|имеет|была?|есть|имеют|має|ima|imaju|длиной|длина|шириной|metre|יש|היא|הוא|של|cu|are|este|sunt|var|yok)(?= )/u;

/** "via br0 lease 3600", "12 feet of yard 3": words of every day, which begin a street's name only before a capital, or end it with one. */
const isOtherWord =
  /^(?:Route \d|Via (?:e-?mail|phone|sms|app|api|the|our)(?!\p{L}))|^(?:via|place|route|quai|beco|corso|strada|diagonal|transversal|cuesta|pasaje|intrarea|calçada|circ[ou]ito|galleria|traversa|glorieta|rambla|allée|impasse|[Đđ]ường|linia|проезд|линия|тупик|trg|bulevar) (?!(?:d[aeiou]s?|des|del|dell[aeo]|degli|l[aeo]s?|im|am|van|von|[ld]['’])(?:[ ]|(?<=['’])))\P{Lu}|^\d+ [Rr]oute \d+ \p{Ll}|^r\. ?(?:\d|.*\d \p{Ll}{2,} )|^R\. (?:\d|.*\d \p{Ll}{2,} )|^\d+ .*(?<!\p{Lu}.*) (?:yard|strand|meadows?|orchard|promenade)$/u;

/** A name in small letters with a sentence that goes on behind the number is none: "Avenue Q ran for 3 weeks". */
function goesOn(value: string, after: string): boolean {
  if (!/^ \p{Ll}{3,}/u.test(after) || !/^[\p{L}'’.]+[ ]\p{L}/u.test(value)) return false;
  if (
    /^ (?:bis|ter|int|piso|puerta|planta|casa|apto|étage|próximo|junto|near|next|and|und|wohn|leben|with|for|since|from|until|bei|cerca|ved|hos)(?!\p{L})/u.test(
      after,
    )
  )
    return false;
  const words = value
    .replace(/,?[ ]?(?:[nN][.º°o]{0,3}[ ]?)?\d.*$/u, "")
    .split(/[ ]/u)
    .slice(1);
  return words.some((word) => /^\p{Ll}{2,}$/u.test(word) && !particle.test(word));
}
const particle =
  /^(?:d[aeiou]s?|del|dell[aeo]|degli|dei|des|du|l[aeo]s?|les|los|el|et|und|van|von|der|den|het|af|av|of|the|na|nad|pod|im|am|zum|zur|sur|en|au|aux|sous|san|santa|e|y|i|și|och|og|ja)$/u;

/** Behind the number: "Web 2.0", "Weg 5 km". */
const measured =
  /^(?:\.\d|[ ]?(?:km|meters?|metres?|metros?|mètres?|metri|metrów|metrů|weeks?|months?|years?|days?|Tage|Wochen|min\b|minut|miles|mi\b|stunden|hours|puntos|points|%|percent|Uhr|kg))/iu;

function findAddresses(segment: Segment): Candidate[] {
  const { text, hints } = segment;
  const found = streetsByForm(segment);
  if (text.includes("\n")) found.push(...streetsAboveTowns(text));
  if (text.includes(", ")) found.push(...streetsBesideTowns(text));
  if (hints & hint.lived) found.push(...streetsLivedIn(text));
  return hints & hint.labelled ? [...found, ...findLabelled(text)] : found;
}

function streetsByForm({ text, signs, hints }: Segment): Candidate[] {
  const found: Candidate[] = [];
  for (const [at, { form, score, needs }] of streetForms.entries()) {
    if (needs === 0 ? (signs & has.wide) === 0 : (hints & needs) === 0) continue;
    for (const match of form.sticky ? fromNumbers(text, form) : text.matchAll(form)) {
      const value = match[0].replace(/[\s,.-]+$/u, (tail) => (tail === "." ? tail : ""));
      if (isNoStreet(value, at === 0) || isNoneHere(text, match.index, value)) continue;
      const start = form.sticky ? withLead(text, match.index) : match.index;
      found.push({ type: "STREET_ADDRESS", start, end: match.index + value.length, score });
    }
  }
  return found;
}

/** By its own words it is something else than a street with its number. */
const isNoStreet = (value: string, isEnglish: boolean) =>
  isSaying.test(value) ||
  isOtherWord.test(value) ||
  /^0(?!\d)/.test(value) ||
  (isEnglish &&
    (/^\d+\w?, \p{Ll}/u.test(value) ||
      noStreet.test(value.replace(/^[^\p{L}]*/u, "").replace(/\s\S+$/, ""))));

/** By what stands around it: a measure behind its number, a box in a sentence, an article of a law. */
const isNoneHere = (text: string, at: number, value: string) =>
  measured.test(text.slice(at + value.length, at + value.length + 12)) ||
  goesOn(value, text.slice(at + value.length, at + value.length + 12)) ||
  (/^box/i.test(value) && !isBoxLine(text, at)) ||
  (/^apartado/i.test(value) && /\bart(?:[íi]culo|\.)/iu.test(text));

function streetsAboveTowns(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const { index } of [...text.matchAll(town), ...text.matchAll(aboveTownFirst)]) {
    const start = text.lastIndexOf("\n", index - 1) + 1;
    const line = index > 0 ? text.slice(start, index) : "";
    const value = aboveTown.exec(line)?.[0] ?? numberFirst.exec(line)?.[0];
    if (value) found.push({ type: "STREET_ADDRESS", start, end: start + value.length, score: 0.55 });
  }
  return found;
}

function streetsBesideTowns(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const { index } of text.matchAll(inlineTown)) {
    const value = beforeTown.exec(text.slice(Math.max(0, index - 60), index))?.[0];
    const words = value?.match(/\p{L}{2,}/gu) ?? [];
    if (
      value &&
      words.length > 0 &&
      !words.some((word) => counted.test(word) || monthNames.has(word.toLowerCase()))
    )
      found.push({ type: "STREET_ADDRESS", start: index - value.length, end: index, score: 0.55 });
  }
  return found;
}

/** "Flat 3, " before the number of the house belongs to the address. */
const withLead = (text: string, at: number) =>
  at - (lead.exec(text.slice(Math.max(0, at - 24), at))?.[0].length ?? 0);

function findLabelled(text: string): Candidate[] {
  return [...text.matchAll(labelled)].flatMap((match) => {
    const value = (match[1] ?? "").replace(/[\s,.]+$/u, "");
    const start = match.index + match[0].length - (match[1] ?? "").length;
    const isOther = /@|^\/\/|:\/\/|\d\.\d+\.\d|(?:[\da-f]{2}[:-]){3}/i.test(value);
    return /\d/.test(value) && /\p{L}{2}/u.test(value) && !isOther
      ? [{ type: "STREET_ADDRESS" as const, start, end: start + value.length, score: 0.55 }]
      : [];
  });
}

/** The matches of a form that begins with the number of the house. */
function fromNumbers(text: string, form: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const { 0: digits, index } of text.matchAll(/\d{1,12}/g)) {
    if (
      digits.length > 5 ||
      (index > 0 && (/[.,/:_-]/.test(text.charAt(index - 1)) || isWordSign(text.charCodeAt(index - 1))))
    )
      continue;
    form.lastIndex = index;
    const match = form.exec(text);
    if (match) found.push(match);
  }
  return found;
}

/** "Box 8144" is an address only behind one or on its own line. */
const isBoxLine = (text: string, at: number) =>
  at > 0 && /[\d\n,]\s*$/.test(text.slice(Math.max(0, at - 3), at));

/** Streets with a house number, boxes at the post office, whole addresses in Chinese, Japanese and Korean. A street without a number is nobody's address. */
export const addressRecognizer: Recognizer = {
  types: ["STREET_ADDRESS"],
  needs: has.digit,
  find: findAddresses,
};
