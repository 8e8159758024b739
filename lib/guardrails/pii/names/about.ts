import type { Line, Run } from "./line.ts";
import { makesThing, namesThing, personVerbs, smallThings, titles, words } from "./things.ts";
import { shapes } from "./tokens.ts";

const indefinite = words("an ein eine einen einem einer eines un une una uno uma een ett");
/** One may stand before people's first names in everyday speech: "der Peter", "la Giulia". */
const definite = words("the der die das dem den des la le les el los las il gli het");
const counts = words(
  "two three four five six seven eight nine ten zwei drei vier fünf deux trois quatre cinq tres cuatro tre quattro dois duas três twee drie två dwa trzy",
);
const days = words(
  "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
);

/** What things are called that bear people's names, in the plural: "the cars Clio, Zoe and Leon", "are teas". */
const sorts = words(
  "cars models font-family fonts typefaces teas coffees apples pears potatoes tomatoes cheeses wines beers cocktails drinks dishes desserts cakes sauces flowers plants roses shrubs trees herbs spices cities towns villages states capitals counties provinces districts rivers lakes islands mountains peaks valleys ports stations stops lines streets roads ships boats ferries yachts bells brands labels shops stores chains banks insurers brokers firms companies airlines hotels pubs restaurants schools colleges universities hospitals units languages tools editors terminals browsers servers services libraries frameworks packages programs assistants robots bots storms hurricanes cyclones typhoons tornadoes stocks shares tests methods laws theorems diseases syndromes awards prizes medals magazines newspapers games films songs operas plays paintings buildings bridges stadiums guitars pianos watches toys dolls breeds colours colors shades stones gems minerals moons planets asteroids comets craters constellations satellites rockets probes telescopes engines tractors trains planes cows dogs cats horses ponies parrots birds letters tiers generations pieces statues parks reefs musicals characters cartoons puppets robots products services brands projects codenames goats sheep aircraft bikes motorcycles saints feasts holidays months days cards knots dances stitches whales " +
    "autos wagen marken schriften städte orte flüsse inseln firmen banken weine biere sorten äpfel kartoffeln rosen pflanzen geschäfte läden sender schiffe türme berge sprachen programme werkzeuge " +
    "voitures marques villes rues rivières îles vins fromages polices navires tempêtes banques fleurs pommes langues coches marcas ciudades calles ríos islas vinos quesos barcos flores manzanas bancos idiomas " +
    "auto marche città vie fiumi isole vini formaggi navi fiori mele banche lingue carros cidades ruas rios ilhas vinhos queijos navios flores maçãs merken steden rivieren eilanden wijnen schepen bloemen " +
    "марки города улицы реки острова",
);
/** One of them. */
const sort = new Set(
  [...sorts].flatMap((each) => [each.replace(/ies$/, "y").replace(/s$/, ""), each.replace(/es$/, "")]),
);
const isPredicate = words(
  "are is were was as sind ist waren sont est étaient son es eran sono è são é zijn is är er",
);

/** True where the words before, in or behind a run say that it is a thing: an article, a count, what such things are called. */
export function isAboutThing(line: Line, run: Run): boolean {
  if (isPath(line, run) || line.all.field[run.from] === 3) return true;
  if (line.isPersonal(run.from) || isTitled(line, run.from) || personVerbs.has(line.word(run.to + 1)))
    return false;
  return (
    isSaidToBeThing(line, run) ||
    isCounted(line, run) ||
    isBehindForeignArticle(line, run) ||
    endsWithThing(line, run) ||
    isAllAcronyms(line, run) ||
    isPlural(line, run)
  );
}

const ofStory = words(
  "hero heroine character villain protagonist antagonist narrator figure mascot puppet doll skeleton statue screen colour color theme cat dog sheep horse pony cow goat parrot hamster rabbit held heldin figur maskottchen personnage héros héroïne personaje héroe mascota personaggio eroe",
);
/** "Iris is a flower", "Emily Davies a lecture hall", "Emma ist ein Schleusentor". */
function isSaidToBeThing(line: Line, { to }: Run): boolean {
  let at = to + 1;
  if (isPredicate.has(line.word(at))) at += 1;
  if (!/^(?:an?|the|another|ein|eine|une?|una|um|uma|een|en|ett)$/.test(line.word(at))) return false;
  for (let place = at + 1; place <= at + 3; place += 1) {
    const word = line.word(place);
    if (sort.has(word) || ofStory.has(word) || (makesThing.has(word) && word.length > 3)) return true;
    if (/^(?:[.,;!?]|and|or|who|of|from|in|with)$/.test(word)) return false;
  }
  return false;
}

/** "Frau Sommer", "Mr. Bell" */
export const isTitled = (line: Line, at: number): boolean =>
  titles.has(line.word(line.word(at - 1) === "." ? at - 2 : at - 1));

/** "two Rob Roys", "Zwei Bellini" */
function isCounted(line: Line, { from }: Run): boolean {
  const before = line.word(from - 1);
  return counts.has(before) || indefinite.has(before);
}

/** "Die Bahn", "la Consolación": behind an article a name that is seldom a first one; "An Arnold Palmer" whatever it is. */
function isBehindForeignArticle(line: Line, { from, to }: Run): boolean {
  const first = line.word(from);
  if (from !== to && indefinite.has(first)) return true;
  if (from !== to && definite.has(first) && line.isCapital(from))
    return line.isLower(from + 1) || (to === from + 1 && !line.isOftenFirst(to));
  return from === to && definite.has(line.word(from - 1)) && !line.isOftenFirst(from) && line.isCapital(from);
}

/** "Atatürk Havalimanı", "Johan Cruijff Arena"; not "Emma Hall", whose surname it may be. */
const endsWithThing = (line: Line, { from, to }: Run) =>
  from !== to &&
  (smallThings.has(withoutArticle(line.word(from))) ||
    endsAsThing(line, { from, to }) ||
    days.has(line.word(from)));

/** The last word of a group is a thing's: "Prince Edward Island"; of two it must be no surname. */
export const endsAsThing = (line: Line, { from, to }: Run): boolean =>
  makesThing.has(line.word(to)) && (to - from > 1 || !line.isLast(to));

/** "REA MI" */
function isAllAcronyms(line: Line, { from, to }: Run): boolean {
  if (from === to) return false;
  for (let at = from; at <= to; at += 1)
    if (line.shape(at) !== shapes.capitals || line.raw(at).length > 3) return false;
  return true;
}

/** Within a link, a path or a program's name: "https://…/mark-up", "std::vec::Vec", "arn:aws:s3". */
function isPath(line: Line, { from, to }: Run): boolean {
  const { text } = line;
  let start = line.all.tokens.start[from] ?? 0;
  let end = line.all.tokens.end[to] ?? 0;
  while (start > 0 && isInPath(text.charCodeAt(start - 1))) start -= 1;
  while (end < text.length && isInPath(text.charCodeAt(end))) end += 1;
  return /:\/\/|::|^arn:|^(?:~|\.{0,2})\/\S+\/|^[A-Za-z]:\\/.test(text.slice(start, end));
}

/** Anything but space, quotes, brackets and what parts the fields of a record. */
const isInPath = (code: number) =>
  code > 32 &&
  !['"', "'", "`", "(", ")", "[", "]", "{", "}", "<", ">", ",", ";", "|"].includes(
    String.fromCharCode(code),
  ) &&
  code < 0x2e80;

/** "Wendy's, Arby's and Denny's share a car park": what is owned is not said, so the name is a shop's. */
function isPlural(line: Line, { from, to }: Run): boolean {
  const end = line.all.tokens.end[to] ?? 0;
  const before = line.text.slice(0, line.all.tokens.start[from] ?? 0);
  if (/^['’]s /.test(line.text.slice(end, end + 3)) && /['’]s(?:,|,? and|,? or) $/.test(before)) return true;
  if (
    !/^['’]s(?:,|;| (?:and|or|are|is|opened|closed|on|in|at|have|had|will)\b)/.test(
      line.text.slice(end, end + 12),
    )
  )
    return false;
  return !/^(?:it's|is|was|s)$/.test(line.word(from - 1));
}

/** "Sprint names so far: Ada, Grace": names of what is no human being. */
const namesOfThings =
  /(?<!\p{L})(?:sprint|release|code|host|server|cluster|room|ship|boat|train|product|model|brand|project|branch|build|team|pet|dog|cat|horse|storm|hurricane|street|street|rose|doll|robot|planet|moon|variable|font|theme) ?names?(?: \p{Ll}+){0,3} ?: ?$/iu;

/** "Our cars: Clio, Zoe and Leon", "Kate and Geany are editors", "the cities of Marl and Herne". */
export function isOfSort(line: Line, chain: readonly Run[]): boolean {
  const [first, last] = [chain[0], chain.at(-1)];
  if (!first || !last) return false;
  const before = [1, 2, 3].map((back) => line.word(first.from - back));
  const isNamed =
    sorts.has(before[0] ?? "") ||
    ((before[0] === ":" || /^(?:of|de|di|von|van|the|are|like)$/.test(before[0] ?? "")) &&
      before.slice(1).some((word) => sorts.has(word)));
  if (isNamed || namesOfThings.test(line.text.slice(0, line.all.tokens.start[first.from]))) return true;
  let at = last.to + 1;
  if (line.word(at) === ",") at += 1;
  if (!isPredicate.has(line.word(at))) return false;
  for (let place = at + 1; place <= at + 4; place += 1) {
    const word = line.word(place);
    if (sorts.has(word) || (chain.length > 1 && isPluralThing(line, place))) return true;
    if (/^[.,;!?]$/.test(word)) return false;
  }
  return false;
}

/** "Dijkstra and Prim are graph algorithms", "Ludwig und Wilhelm sind Kanäle"; not "are friends", "are always late". */
function isPluralThing(line: Line, at: number): boolean {
  const word = line.word(at);
  if (people.has(word)) return false;
  if (line.word(at - 1) === "sind") return line.isCapital(at);
  return line.isLower(at) && /^[a-z]{3,}[^aious']s$/.test(word) && !adverbs.has(word);
}

/** "Julian and Gregorian calendars": behind two names a word with an s is no verb. */
export const isBeforePlural = (line: Line, { to }: Run): boolean =>
  line.isLower(to + 1) &&
  /^[a-z]{3,}[^aious']s$/.test(line.word(to + 1)) &&
  !adverbs.has(line.word(to + 1)) &&
  !people.has(line.word(to + 1)) &&
  !personVerbs.has(line.word(to + 1));

const adverbs = words(
  "always perhaps sometimes towards besides indeed afterwards thanks nowadays overseas upstairs downstairs others theirs yours ours",
);
const people = words(
  "friends brothers sisters siblings twins cousins parents colleagues partners neighbours neighbors students teachers nurses doctors engineers lawyers members guests patients tenants owners employees customers clients witnesses suspects roommates flatmates classmates spouses kids children boys girls families managers drivers players singers authors candidates applicants freunde brüder geschwister eltern kinder kollegen nachbarn schüler mitarbeiter ärzte zwillinge kunden mieter",
);

/** Behind a word for things that bear names: "Storm Floris", "borrasca Gloria", "ураган Рита". */
export const isBehindSort = (line: Line, at: number): boolean =>
  smallThings.has(line.word(at)) || (namesThing.has(line.word(at)) && line.shape(at) !== shapes.lower);

/** "l'omelette", "dell'ospedale" */
const withoutArticle = (word: string) => word.replace(/^(?:l|d|dell|all|nell|sull)['’]/, "");
