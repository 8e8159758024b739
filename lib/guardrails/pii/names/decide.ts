import { isAboutThing, isBehindSort, isTitled } from "./about.ts";
import {
  isKnownThing,
  makesThing,
  namesThing,
  nobody,
  offices,
  personVerbs,
  smallThings,
  weather,
} from "./things.ts";
import { isDoubtful, isListed } from "./doubt.ts";
import type { Line, Run } from "./line.ts";
import { shapes } from "./tokens.ts";

/** Of the runs those that are people. Where a list of things was among them, a lone word without more to say for it is one more: "so is Charlie". */
export function peopleAmong(line: Line, runs: readonly Run[]): Run[] {
  const people = runs.filter((run) => isSomebody(line, run));
  if (people.length === runs.length || !runs.some((run) => isListed(line, run))) return people;
  return people.filter(
    (run) =>
      run.from !== run.to ||
      line.isPersonal(run.from) ||
      isTitled(line, run.from) ||
      personVerbs.has(line.word(run.to + 1)),
  );
}

/** False for what is written like a name and names nobody: the firm, the street, the storm, the month, the machine. */
function isSomebody(line: Line, run: Run): boolean {
  if (isNobody(line, run) || isBehindThing(line, run) || isBeforeThing(line, run)) return false;
  if (isAboutThing(line, run) || isDoubtful(line, run)) return false;
  const isSingle = run.from === run.to;
  return !(isSingle && (weather.test(line.text) || isFirmOfTwo(line, run)));
}

function isNobody(line: Line, { from, to }: Run): boolean {
  const { text } = line;
  const { tokens } = line.all;
  const value = text.slice(tokens.start[from], tokens.end[to]);
  const titled = text.slice(tokens.start[Math.max(0, from - 2)], tokens.end[to]);
  if (
    isKnownThing(value) ||
    isPartOfKnown(line, { from, to }) ||
    (/^dr\. /i.test(titled) && isKnownThing(titled))
  )
    return true;
  if (endsAsCompound(line, to) || isOffice(line, { from, to })) return true;
  if (from !== to) return namesThing.has(line.word(from)) && !/^(?:san|santa|saint)$/.test(line.word(from));
  const word = line.word(from);
  if (/^(?:saint|sainte|sankt|são)-/.test(word)) return true;
  return nobody.has(word) || namesThing.has(word) || (value.length < 2 && tokens.shape[from] !== shapes.wide);
}

/** "Müller-Milch", "Gerhard-Richter-Saal", "Kim Larsen-broen" */
function endsAsCompound(line: Line, at: number): boolean {
  const word = line.word(at);
  const lastPart = word.includes("-") ? word.slice(word.lastIndexOf("-") + 1) : "";
  return lastPart !== "" && (makesThing.has(lastPart) || compounds.test(lastPart));
}

function isOffice(line: Line, { from, to }: Run): boolean {
  for (let at = from; at <= to; at += 1) if (offices.has(line.word(at))) return true;
  return false;
}

/** "Eggs Benedict" and "Aston Martin" where only the name was taken. */
function isPartOfKnown(line: Line, { from, to }: Run): boolean {
  const [wider, longer] = [line.isCapital(from - 1) ? from - 1 : from, line.isCapital(to + 1) ? to + 1 : to];
  return (
    (wider < from && isKnownThing(line.value({ from: wider, to }))) ||
    (longer > to && isKnownThing(line.value({ from, to: longer }))) ||
    (wider < from && longer > to && isKnownThing(line.value({ from: wider, to: longer })))
  );
}

const compounds =
  /(?:gymnasium|straße|platz|allee|brücke|museum|klinik|stadion|turm|filiale|motor|toren|kerk|^haus|^institut|universität|aktie|stiftung|preis|schule|halle|kirche|gesetz|partei|gruppe|konzern|^produkte?|milch|brenner|kolben|ofen|thee|käse|wurst|kaffee|zeitung|lampe|ring|weg|allee|ufer|saal|schau|bau|steg|hain|bad|kolleg|oper|fonds|modell|index|myrsky|bro|broen|bron|vej|vejen|gade|gatan|vägen|torget|tunnel|kanal)$/;

/** "Hurricane Camille", "St. Mary", "calle Serrano". */
function isBehindThing(line: Line, { from }: Run): boolean {
  if (from === 0) return false;
  const before = line.word(from - 1);
  if (/^(?:de|del|di|da|du|des|della|von)$/.test(before) && smallThings.has(line.word(from - 2))) return true;
  if (before === ".") return /^(?:st|ste|ul|al)$/.test(line.word(from - 2));
  return isBehindSort(line, from - 1);
}

/** "Kelly Services", "Harley garage" where the name is one word, "Murphy's law"; not "Anna Bell drives". */
function isBeforeThing(line: Line, { from, to }: Run): boolean {
  const { text } = line;
  const { tokens } = line.all;
  const end = tokens.end[to] ?? 0;
  if (/^['’]s$/.test(text.slice(end, end + 2))) return ownedThings.test(ownedBy(line, to));
  const next = /^['’-]$/.test(line.word(to + 1)) ? line.word(to + 2) : line.word(to + 1);
  return makesThing.has(next) && (tokens.shape[to + 1] !== shapes.lower || from === to);
}

const ownedThings =
  /^(?:law|theorem|disease|syndrome|equation|paradox|principle|test|razor|constant|diner|pizza|church|formula|number|theory|conjecture|lemma|rule|inequality|razor|method|algorithm|curve|cat|demon|comet|square|cathedral)$/;

function ownedBy(line: Line, to: number): string {
  for (let at = to + 1; at < Math.min(line.all.tokens.count, to + 4); at += 1)
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
