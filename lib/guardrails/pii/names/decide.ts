import { shapes, type Tokens } from "./tokens.ts";

/** A run of tokens the tagger takes for a name, first and last token. */
export type Run = { from: number; to: number };

const words = (list: string) => new Set(list.trim().split(/\s+/));
/** Behind a name they make it a firm's, a street's, a place's, a product's or a law's. */
const makesThing = words(
  "inc llc ltd limited gmbh ag kg corp corporation company co plc lp llp sa srl spa bv nv oy ab aps as kft zrt sro sarl sas services service group holdings holding industries systems solutions technologies technology partners bank insurance airlines airways motors electric energy foods media records pictures studios entertainment brothers bros stores store shop restaurant diner pizza cafe hotel inn motel resort pharmacy hospital clinic university college school academy institute foundation museum library theatre theater stadium arena center centre airport station terminal bridge tower building house hall church cathedral street st road rd avenue ave lane ln drive boulevard blvd square park platz straße strasse weg gasse allee ring ufer lake river mountain mount valley island islands bay beach falls springs county city hills heights creek prize award medal cup trophy law theorem equation effect syndrome disease test method algorithm principle paradox constant number scale keys key screw screws driver wrench knife cookies sauce whisky whiskey beer gin wine edition garage jeans shoes watch watches filiale werke werk verlag orchestra ensemble quartet band university's act report filter transform distribution sort curve",
);
/** Before a name they say the same. */
const namesThing = words(
  "hurricane storm typhoon cyclone mount lake port fort cape saint st ste camp san santa são sankt university hotel café restaurant hospital lycée école collège rue avenue boulevard place via viale piazza corso calle plaza avenida rua praça ulica ul ulice haltestelle firma fa company société empresa ditta route operation project model brand",
);
/** The same in languages that write them small. */
const placesInSmallLetters = words(
  "aeropuerto aeroporto aéroport calle avenida plaza paseo colegio instituto escuela universidad hospital estadio teatro puente rue avenue boulevard place lycée collège pont gare via viale piazza corso stadio ospedale rua praça ulica ul aleja lotnisko",
);
/** Names of machines, days and months, and of people nobody means any more. */
const nobody = words(
  "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday januar februar märz mai juni juli oktober dezember siri alexa cortana claude gemini bixby copilot chatgpt gpt llama mistral watson jenkins jupyter god jesus christ moses buddha allah zeus santa christmas easter hello hi hey dear thanks thank regards cheers sincerely team support customer service sir madam mister ma'am user admin root guest name names bot system assistant",
);
const weather =
  /\b(?:hurricanes?|storms?|typhoons?|cyclones?|orkane?|sturm|tief|hoch|tempête|ouragan|huracán|uragano)\b/i;
/** Firms, drinks and figures that are written as a person is, and the names that stand for nobody in forms. */
const knownFirms =
  /^(?:hugo boss|jil sander|carl zeiss|robert bosch|calvin klein|ralph lauren|tommy hilfiger|louis vuitton|yves saint laurent|giorgio armani|michael kors|kate spade|paul smith|ted baker|jack daniel|johnnie walker|jim beam|jimmy choo|jack wolfskin|tom tailor|peter lang|max mara|marc jacobs|morgan stanley|charles schwab|wells fargo|merrill lynch|jp morgan|aston martin|alfa romeo|rolls royce|john deere|harley davidson|mary kay|estée lauder|estee lauder|elizabeth arden|tom collins|bloody mary|shirley temples?|arnold palmers?|earl grey|jack russell|oscar mayer|uncle ben|aunt jemima|ben & jerry|betty crocker|sara lee|dr\.? oetker|dr\.? pepper|dr\.? martens|dr\.? scholl|mickey mouse|donald duck|barbie|sherlock holmes|harry potter|john doe|jane doe|max mustermann|erika mustermann|mario rossi|joe bloggs|fulano de tal|jean dupont)s?$/i;

/** False for what is written like a name and names nobody: the firm, the street, the storm, the month, the machine. */
export function isSomebody(text: string, tokens: Tokens, run: Run): boolean {
  const line = new Line(text, tokens);
  if (isNobody(line, run) || isBehindThing(line, run) || isBeforeThing(line, run)) return false;
  const isSingle = run.from === run.to;
  return !(isSingle && (weather.test(text) || isFirmOfTwo(line, run)));
}

/** The words around a run. */
class Line {
  readonly text: string;
  readonly tokens: Tokens;

  constructor(text: string, tokens: Tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  word(at: number): string {
    if (at < 0 || at >= this.tokens.count) return "";
    return this.text.slice(this.tokens.start[at], this.tokens.end[at]).toLowerCase();
  }

  isCapital(at: number): boolean {
    const shape = this.tokens.shape[at];
    return shape === shapes.capital || shape === shapes.capitals;
  }
}

function isNobody(line: Line, { from, to }: Run): boolean {
  const { text, tokens } = line;
  const value = text.slice(tokens.start[from], tokens.end[to]);
  if (knownFirms.test(value.replace(/\s+/g, " "))) return true;
  if (from !== to) return namesThing.has(line.word(from)) && !/^(?:san|santa|saint)$/.test(line.word(from));
  const word = line.word(from);
  const lastPart = word.includes("-") ? word.slice(word.lastIndexOf("-") + 1) : "";
  return (
    nobody.has(word) ||
    namesThing.has(word) ||
    (value.length < 2 && tokens.shape[from] !== shapes.wide) ||
    makesThing.has(lastPart) ||
    compounds.test(lastPart)
  );
}

const compounds =
  /^(?:institut|universität|aktie|stiftung|preis|schule|halle|kirche|gesetz|partei|gruppe|konzern|produkte?)$/;

/** "Hurricane Camille", "St. Mary", "calle Serrano". */
function isBehindThing(line: Line, { from }: Run): boolean {
  if (from === 0) return false;
  const before = line.word(from - 1);
  if (before === ".") return /^(?:st|ste|ul|al)$/.test(line.word(from - 2));
  return (
    placesInSmallLetters.has(before) ||
    (namesThing.has(before) && line.tokens.shape[from - 1] !== shapes.lower)
  );
}

/** "Kelly Services", "Harley garage" where the name is one word, "Murphy's law"; not "Anna Bell drives". */
function isBeforeThing(line: Line, { from, to }: Run): boolean {
  const { text, tokens } = line;
  const end = tokens.end[to] ?? 0;
  if (/^['’]s$/.test(text.slice(end, end + 2))) return ownedThings.test(ownedBy(line, to));
  const next = /^['’-]$/.test(line.word(to + 1)) ? line.word(to + 2) : line.word(to + 1);
  return makesThing.has(next) && (tokens.shape[to + 1] !== shapes.lower || from === to);
}

const ownedThings =
  /^(?:law|theorem|disease|syndrome|equation|paradox|principle|test|razor|constant|diner|pizza|church)$/;

function ownedBy(line: Line, to: number): string {
  for (let at = to + 1; at < Math.min(line.tokens.count, to + 4); at += 1)
    if (/^\p{L}{2,}$/u.test(line.word(at))) return line.word(at);
  return "";
}

/** "Johnson & Johnson": two surnames around an ampersand, and nobody's first name before. */
function isFirmOfTwo(line: Line, { from, to }: Run): boolean {
  return (
    (line.word(to + 1) === "&" && line.isCapital(to + 2) && !line.isCapital(to + 3)) ||
    (line.word(from - 1) === "&" && line.isCapital(from - 2) && !line.isCapital(from - 3))
  );
}
