import type { Segment, Candidate, Recognizer } from "./candidate.ts";
import { hint } from "./hints.ts";
import { has, isWordSign } from "./symbols.ts";

const word = "[\\p{L}\\p{M}'’.-]{1,24}";
const capital = "[\\p{Lu}\\p{N}][\\p{L}\\p{M}\\p{N}'’.-]{0,24}";
const number = "\\d{1,5}(?:[ ]?[a-zA-Z](?![\\p{L}]))?(?:[ ]?[-/][ ]?\\d{1,5}[a-zA-Z]?(?!\\p{L}))?";
/** Flat, floor, stairs and suchlike behind or before a street. */
const unit =
  "(?:[, ]{1,3}(?:-[ ])?(?:apt|apartment|suite|ste|unit|flat|room|rm|floor|fl|bldg|building|block|blk|lgh|leil|stg|og|et|esc|piso|pta|puerta|casa|apto|ap|sala|bloco|int|interno|scala|sc|piano|bât|appt|étage|esq|dto|dcha|izq|bus|m|lok|byt|kat|daire|d|no|кв|корп|#)(?![\\p{L}])\\.?[ ]?#?[\\p{L}\\p{N}-]{0,6}|[, ]{1,3}\\d{1,2}\\.?[ºª°](?:[ ]?\\d{1,2}\\.?[ºª°]|[ ]?(?:esq|dto|dcha|izq|izda|fte)\\.?)*|[, ]{1,3}#[ ]?\\d{1,5}){0,4}";
const lead = /(?:flat|apt\.?|apartment|unit|suite|room|floor|house|studio|lot) #?\w{1,5},? $/i;
const englishTypes =
  "street|st|road|rd|avenue|ave|av|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|square|sq|terrace|ter|close|crescent|cres|row|hill|gardens|grove|walk|mews|highway|hwy|parkway|pkwy|circle|cir|trail|trl|alley|plaza|wharf|quay|parade|rise|green|loop|bend|heights|hts|vale|view|mount|esplanade|turnpike|pike|crossing|xing|path|run|ridge|point|streets|roads|squares|avenues|drives|lanes|courts|ways|points|passage|broadway|expressway|freeway|causeway|yard|croft|wynd|meadows?|cottages|orchard|promenade|embankment|strand";
/** A line that begins with a postcode and a town; the line above it may be a street, whatever streets are called there. */
const town =
  /\n[ ]*(?:(?:[A-Z]{1,2}-)?\d{4,5}|\d{3}[ ]\d{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{4}[ ][A-Z]{2})[ ]\p{Lu}\p{L}+/gu;
const aboveTown =
  /^(?=[^\n]{0,20}\p{L}{3})[\p{L}\d][^\n,;:=@|{}]{2,40}[ ]\d{1,4}[ ]?[a-zA-Z]?(?:[ ]?[/-][ ]?\d{1,4}[a-zA-Z]?)?(?=[ ]*$)/u;
const forms: readonly { form: RegExp; score: number; needs: number }[] = [
  // 88 Ropewalk Terrace; flat 3, 12 orchard road
  {
    form: new RegExp(
      `${number},?[ ](?:(?:${word})[ ]){1,4}(?:${englishTypes})(?![\\p{L}\\p{N}'’])\\.?${unit}`,
      "yiu",
    ),
    score: 0.6,
    needs: hint.english,
  },
  // 40 Esplanade; 5 The Strand
  {
    form: /\d{1,4}[A-Za-z]? (?:The )?(?:Esplanade|Broadway|Strand|Embankment|Promenade|Boardwalk|Parade|Crescent|Causeway)(?![\p{L}\p{N}])/uy,
    score: 0.6,
    needs: hint.english,
  },
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:\\d{1,5}[ ])?(?:p\\.?[ ]?o\\.?[ ]?box|post office box|postfach|postboks|postbus|apartado(?: de correos)?|caixa postal|boîte postale|b\\.?p\\.|casella postale|skrytka pocztowa|box|psc \\d{1,5},? box|unit \\d{1,5},? box)[ ]?\\d{1,7}(?!\\p{L})`,
      "giu",
    ),
    score: 0.6,
    needs: hint.box,
  },
  // Mühlgrabenstraße 17a; Lange Gasse 3; Am Alten Markt 5
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:\\p{Lu}[\\p{L}-]{1,30}[ ]){0,2}(?:\\p{Lu}[\\p{L}-]{0,40}(?:stra(?:ß|ss)e|str\\.?|gasse|g\\.|weg|platz|allee|ring|ufer|damm|chaussee|steig|pfad|markt|graben|berg|hof|brücke|zeile|stieg|kai|promenade|wall|gatan|vägen|gränd|torget|stigen|gata|veien|vegen|vej|gade|allé|stræde|plads|katu|tie|kuja|polku|straat|laan|plein|gracht|kade|dijk|singel|dreef)|(?:stra(?:ß|ss)e|gasse|allee|platz|straat|laan|gade|vej|gata))[ ]${number}(?![\\p{L}\\p{N}])${unit}`,
      "gu",
    ),
    score: 0.65,
    needs: hint.compound,
  },
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:Am|An der|An den|Auf dem|Auf der|Im|In der|Zum|Zur|Unter den|Unter der|Hinter der|Vor dem|Alter?|Neuer?|Großer?|Kleiner?)[ ](?:\\p{Lu}[\\p{L}-]{1,30}[ ]){1,2}${number}(?=[,\\n]|$)`,
      "gu",
    ),
    score: 0.55,
    needs: hint.preposition,
  },
  // 12 bis, rue des Cordeliers
  {
    form: new RegExp(
      `${number}(?:[ ](?:bis|ter|quater))?,?[ ](?:rue|avenue|av\\.|boulevard|bd|bvd|place|chemin|ch\\.|impasse|quai|allée|allées|cours|route|rte|square|passage|sentier|ruelle|faubourg|villa|cité|résidence|lotissement|esplanade)[ ](?:(?:de|du|des|la|le|les|l['’]|d['’]|à|aux?|en|sur)[ ]?){0,3}(?:(?=\\p{L})${capital}|\\d{1,2}[ ]\\p{L})(?:[ -](?:(?:de|du|des|la|le|les|l['’]|d['’]|et|en|sur)[ ]?){0,3}${capital}){0,4}${unit}`,
      "yiu",
    ),
    score: 0.7,
    needs: hint.french,
  },
  // C/ del Molí Nou, 23, 2.º 1.ª; Travessa do Poço, n.º 9; Via Garibaldi 5; rue X 12
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:c\\/|(?<!\\.)c\\.[ ](?=\\p{L})|calle|carrer|cl\\.|avda?\\.?|avenida|avinguda|av\\.|plaza|pza\\.|pl\\.|plaça|paseo|passeig|pº|ronda|camino|travesía|travessia|travessa|tv\\.|rua|r\\.|praça|pç\\.|largo|estrada|alameda|al\\.|rodovia|beco|via|viale|v\\.le|piazza|piazzale|p\\.za|corso|c\\.so|vicolo|strada|lungomare|contrada|salita|rue|chemin|route|boulevard|quai|place|strada|str\\.|bulevardul|bd\\.|calea|aleea|șoseaua|șos\\.|carrera|cra\\.|kr\\.|jirón|jr\\.|jalan|jl\\.|đường|cr\\.|dg\\.|diagonal|transversal|cuesta|drumul|intrarea|pasaje)[ ]?(?:(?:de|del|de la|de los|de las|da|do|das|dos|della|delle|dei|degli|di|du|des|la|le|les|l['’]|dell['’]|d['’])[ ]?){0,2}${capital}(?:[ -](?:(?:de|del|da|do|das|dos|della|di|du|des|la|le|i|y|e)[ ]){0,2}${capital}){0,4}(?:,[ ]?|[ ])(?:n[.º°o]{0,3}[ ]?|nr\\.?[ ]?|#[ ]?|số[ ]?)?\\d{1,5}(?:[ ]?[a-zA-Z](?![\\p{L}]))?(?:[ ]?[-/][ ]?\\d{1,4}\\w?)?${unit}(?:[ ]-[ ](?:casa|apto|sala)[ ]\\w{1,5})?`,
      "giu",
    ),
    score: 0.65,
    needs: hint.romance,
  },
  // ul. Długa 12/4; Király u. 15; Vodičkova ulice 3; Atatürk Caddesi No: 12; Oak Sokak 3; вул. Шевченка, 5
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:ul\\.|ulica|ulice|al\\.|aleja|os\\.|osiedle|pl\\.|plac|nám\\.|náměstí|třída|tř\\.|ул\\.|улица|вул\\.|вулиця|пр\\.|проспект|просп\\.|пер\\.|провулок|переулок|бульвар|бул\\.|наб\\.|набережная|алл\\.|аллея|площадь|площа|шоссе|ш\\.|ulitsa|odos|οδός)[ ]?${capital}(?:[ ]${capital}){0,3},?[ ]?(?:д\\.[ ]?|дом[ ]|буд\\.[ ]?|будинок[ ]|č\\.[ ]?)?\\d{1,4}[a-zA-Zа-яА-Я]?(?:[ ]?[/-][ ]?\\d{1,4})?${unit}`,
      "giu",
    ),
    score: 0.65,
    needs: hint.slavic,
  },
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${capital}[ ]){1,3}(?:u\\.|utca|út|útja|tér|krt\\.|körút|köz|sor|sétány|ulica|ulice|caddesi|cad\\.|cd\\.|sokak|sokağı|sok\\.|sk\\.|bulvarı|blv\\.|mahallesi|mah\\.|gatve|iela|tänav|tn\\.?|mnt\\.?)[ ]?(?:no:?[ ]?)?\\d{1,4}[a-zA-Z]?(?:[ ]?[/.-][ ]?\\d{1,4})?${unit}`,
      "giu",
    ),
    score: 0.65,
    needs: hint.postposed,
  },
  // 京都府京都市中京区三文字町234-5 柳コーポ203; 北京市朝阳区建国路88号5号楼
  {
    form: /(?:[\p{sc=Han}]{2,3}[都道府県])?[\p{sc=Han}\p{sc=Katakana}ヶケのー]{1,8}[市区町村郡][\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]{0,14}(?:\d{1,4}\s?(?:丁目|番地?|号|-|の)\s?){0,3}\d{1,4}(?:番地?|号|号室)?(?:[ ]?[\p{sc=Han}\p{sc=Katakana}\p{sc=Hiragana}ーA-Za-z]{2,16}[ ]?\d{1,4}(?:号室?|階|F)?)?/gu,
    score: 0.6,
    needs: 0,
  },
  {
    form: /(?:[\p{sc=Han}]{2,4}(?:省|自治区))?(?:[\p{sc=Han}]{2,4}[市州])?(?:[\p{sc=Han}]{1,5}[区县區縣鎮镇乡])?[\p{sc=Han}]{1,8}(?:路|街|大道|道|巷|弄|胡同|大街|里|村)(?:[\p{sc=Han}]{1,3}段)?\d{1,5}(?:-\d{1,4})?(?:号|號|弄|巷)(?:[\p{sc=Han}]{0,8}\d{1,4}(?:-\d{1,4})?(?:号楼|栋|幢|楼|樓|室|单元|座|层|號|号)){0,4}(?:\d{2,4}室?)?/gu,
    score: 0.7,
    needs: 0,
  },
  {
    form: /[가-힣]{1,8}(?:시|도|군|구)\s(?:[가-힣]{1,8}(?:시|군|구)\s)?[가-힣\d]{1,12}(?:로|길)\s?\d{1,4}(?:-\d{1,4})?(?:[ ,]{1,2}\d{1,4}(?:동|호|층))*/gu,
    score: 0.7,
    needs: 0,
  },
];

/** Words that make a number and a way something else: "4 hours on the way", "5 minutes by road". */
const noStreet =
  /\b(?:hours?|minutes?|mins?|days?|weeks?|months?|years?|times?|people|persons|points?|percent|euros?|dollars?|of|is|are|was|were|and|or|on|to|in|by|for|with|from|items?|steps?|ways?|more|other|different|possible|at|as|each|this|that|km|miles?|meters?|metres?|pm|am)\b/i;
/** Behind a label or on a line of its own any street with a number will do. */
const labelled =
  /(?<!(?:mail|(?<!\p{L})(?:ip|mac|web|url|server|host|wallet|memory))[ _-]?)(?:address|adresse|anschrift|strasse|straße|street|domicilio|dirección|direccion|endereço|endereco|indirizzo|adres|adresa|cím|osoite|adress|住所|地址|住址|주소|адрес|عنوان)[^\n:=]{0,16}[:=："]{1,3}\s{0,3}"?([^\n"|;\t]{4,120})/giu;

/** "via br0 lease 3600", "12 feet of yard 3": words of every day, which begin a street's name only before a capital, or end it with one. */
const isOtherWord =
  /^(?:via|place|route|quai|beco|corso|strada|diagonal|transversal|cuesta|pasaje|intrarea) \P{Lu}|^\d+ .*(?<!\p{Lu}.*) (?:yard|strand|meadows?|orchard|promenade)$/u;

function findAddresses(segment: Segment): Candidate[] {
  const { text, signs, hints } = segment;
  const found: Candidate[] = [];
  for (const [at, { form, score, needs }] of forms.entries()) {
    if (needs === 0 ? (signs & has.wide) === 0 : (hints & needs) === 0) continue;
    for (const match of form.sticky ? fromNumbers(text, form) : text.matchAll(form)) {
      const value = match[0].replace(/[\s,.-]+$/u, (tail) => (tail === "." ? tail : ""));
      if (at === 0 && noStreet.test(value.replace(/^[^\p{L}]*/u, "").replace(/\s\S+$/, ""))) continue;
      if (at === 2 && /^box/i.test(value) && !isBoxLine(text, match.index)) continue;
      if (isOtherWord.test(value) || /^0(?!\d)/.test(value)) continue;
      if (/^apartado/i.test(value) && /\bart(?:[íi]culo|\.)/iu.test(text)) continue;
      const start = form.sticky ? withLead(text, match.index) : match.index;
      found.push({ type: "STREET_ADDRESS", start, end: match.index + value.length, score });
    }
  }
  if (text.includes("\n")) found.push(...streetsAboveTowns(text));
  return hints & hint.labelled ? [...found, ...findLabelled(text)] : found;
}

function streetsAboveTowns(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const { index } of text.matchAll(town)) {
    const start = text.lastIndexOf("\n", index - 1) + 1;
    const value = index > 0 ? aboveTown.exec(text.slice(start, index))?.[0] : undefined;
    if (value) found.push({ type: "STREET_ADDRESS", start, end: start + value.length, score: 0.55 });
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
    const isOther = /@|:\/\/|\d\.\d+\.\d|(?:[\da-f]{2}[:-]){3}/i.test(value);
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
