import type { Line, Run } from "./line.ts";
import { personVerbs, titles, words } from "./things.ts";
import { shapes } from "./tokens.ts";

const closings = words(
  "regards rgds cheers best thanks thx ta sincerely love yours xx grüße grüßen grüssen gruß lg vg mfg cordialement amicalement bises bisous saludos saludo abrazo abrazos atentamente saluti salve groet groeten groetjes hälsning hälsningar hilsen mvh pozdrawiam pozdrowienia abraços abraço obrigado obrigada terveisin üdvözlettel",
);
const noSigner = words(
  "support team sales service info admin customer management billing accounts accounting hr it press marketing the your sent from please best kind warm many",
);
/** Behind these stands whom one speaks to. */
const addressing = words(
  "ask tell call text email contact meet met thank owe invite remind cc told asked message ping phone ring frag ruf grüß dile llama pregunta chiedi appelle",
);
const alsoCalls = words("c/o attn holder name's");
const nobodyAtAll = words(
  "the a an this that he she it they we you i who one what there nobody someone somebody everyone",
);
const joins = words("and or und oder et y e och og en i");
/** Of the things people do, those whose words are no things. */
const isTelling = (word: string) =>
  personVerbs.has(word) && (!word.endsWith("s") || /^(?:says|asks|tells|thinks|knows|believes)$/.test(word));

/** Names that a title, a greeting, a closing, a speaker's colon, a field or an act of speech gives away, which the tagger leaves out where the word itself says little. `found` are the tagger's. */
export function peopleByPlace(line: Line, found: readonly Run[]): Run[] {
  const taken = new Set<number>();
  for (const { from, to } of found) for (let at = from; at <= to; at += 1) taken.add(at);
  const added: Run[] = [];
  for (let at = 0; at < line.count; at += 1) {
    const shape = line.shape(at);
    if (shape === shapes.wide || shape === shapes.mark || shape === shapes.digits || taken.has(at)) continue;
    const run = shape === shapes.line ? signer(line, at) : runAt(line, at);
    if (!run || taken.has(run.from)) continue;
    added.push(run);
    at = Math.max(at, run.to);
  }
  return [...added, ...joined(line, [...found, ...added], taken)];
}

/** "…, groetjes Wietske", the last word of a line. */
const isSigner = (line: Line, at: number) =>
  line.shape(at) === shapes.capital &&
  line.shape(at + 1) === shapes.line &&
  closings.has(line.word(at - 1)) &&
  !noSigner.has(line.word(at)) &&
  !line.isCommon(at);

function runAt(line: Line, at: number): Run | null {
  if (titles.has(line.word(at))) return titled(line, at);
  if (isIntroduced(line, at) || isSigner(line, at)) return { from: at, to: at };
  if (!line.isFirst(at)) return null;
  if (line.isPersonal(at)) return fieldValue(line, at);
  if (isSpeaker(line, at) || isCaller(line, at) || isSignedBehind(line, at)) return { from: at, to: at };
  if (line.isCapital(at)) return capitalised(line, at);
  if (!line.isLower(at)) return null;
  return isOwner(line, at) ? { from: at, to: at } : smallPair(line, at);
}

const isLineStart = (line: Line, at: number) => at === 0 || line.shape(at - 1) === shapes.line;

/** "Frau Sommer", "Mme Bouchard" */
function titled(line: Line, at: number): Run | null {
  if (!line.isCapital(at)) return null;
  const next = line.word(at + 1) === "." ? at + 2 : at + 1;
  if (!line.isCapital(next)) return null;
  let to = next;
  while (to - next < 2 && line.isCapital(to + 1)) to += 1;
  return { from: next, to };
}

const introduces = words("soy sou sono jestem m'appelle heiße heisse heter hedder llamo chiamo i'm");
const introducesInTwo = new Set(
  "name is|i am|ich bin|hier ist|hier spricht|ik ben|jag är|jeg er|é a|é o|aqui é|moi c'est|bonjour c'est|salut c'est|coucou c'est|ben adım|merhaba ben".split(
    "|",
  ),
);

/** "me llamo Iker", "é a Thainá": a word with a capital behind what people say before their names. */
const isIntroduced = (line: Line, at: number) =>
  line.shape(at) === shapes.capital &&
  !line.isCommon(at) &&
  !line.isPlace(at) &&
  !line.isCapital(at + 1) &&
  (introduces.has(line.word(at - 1)) || introducesInTwo.has(`${line.word(at - 2)} ${line.word(at - 1)}`));

/** "owen: are you home", at the start of a line. */
const isSpeaker = (line: Line, at: number) =>
  isLineStart(line, at) &&
  line.word(at + 1) === ":" &&
  line.text.charAt(line.all.tokens.end[at + 1] ?? 0) === " " &&
  line.isLower(at + 2) &&
  !line.isCommon(at) &&
  (line.isOftenFirst(at) || !line.isPlace(at));

/** "regards tim", at the end of a line. */
const isSignedBehind = (line: Line, at: number) =>
  line.shape(at + 1) === shapes.line &&
  closings.has(line.word(line.word(at - 1) === "," ? at - 2 : at - 1)) &&
  !noSigner.has(line.word(at));

/** "frank here." */
const isCaller = (line: Line, at: number) =>
  (isLineStart(line, at) || /^[.!?]$/.test(line.word(at - 1))) &&
  line.word(at + 1) === "here" &&
  /^(?:[.,!-]|from|again)$/.test(line.word(at + 2));

/** "Ask Harmony", "Victoria said", "Väinö Äyräväinen" */
function capitalised(line: Line, at: number): Run | null {
  if (line.isCapital(at + 1)) {
    const isName = line.isLast(at + 1) && !line.isCommon(at + 1) && !line.isPlace(at + 1);
    const isAlone = !line.isCapital(at - 1) && !line.isCapital(at + 2);
    return isName && isAlone && !line.isCommon(at) && !line.isPlace(at) ? { from: at, to: at + 1 } : null;
  }
  if (nobodyAtAll.has(line.word(at))) return null;
  const isCalled = addressing.has(line.word(at - 1)) && !/^(?:-|\/)$/.test(line.word(at + 1));
  const isSubject = isTelling(line.word(at + 1)) && !line.isCapital(at - 1);
  return isCalled || isSubject ? { from: at, to: at } : null;
}

/** "brooke's number", small letters throughout */
const isOwner = (line: Line, at: number) =>
  line.all.facts.isLower &&
  line.isOftenFirst(at) &&
  !line.isCommon(at) &&
  /^['’]s /.test(line.text.slice(line.all.tokens.end[at], (line.all.tokens.end[at] ?? 0) + 3));

/** "call joy okonjo", "art bishop // …": small letters throughout, a surname that is no everyday word or a place where names stand. */
function smallPair(line: Line, at: number): Run | null {
  if (!line.all.facts.isLower || !line.isLower(at + 1) || !line.isLast(at + 1)) return null;
  if (line.raw(at).length < 3 || line.raw(at + 1).length < 3) return null;
  const isRare = line.isOftenFirst(at) && !line.isCommon(at + 1) && !line.isPlace(at + 1);
  const isLed =
    addressing.has(line.word(at - 1)) || alsoCalls.has(line.word(at - 1)) || isLedByCareOf(line, at);
  const isHead = isLineStart(line, at) && line.word(at + 2) === "/" && line.word(at + 3) === "/";
  return isHead || isLed || (isRare && !line.isCommon(at)) ? { from: at, to: at + 1 } : null;
}

const isLedByCareOf = (line: Line, at: number) =>
  line.word(at - 1) === "o" && line.word(at - 2) === "/" && line.word(at - 3) === "c";

/** The whole value of a person's field: one first name, or with a surname. */
function fieldValue(line: Line, at: number): Run | null {
  let from = at;
  while (from > 0 && line.isPersonal(from - 1) && !isQuote(line.word(from - 1))) from -= 1;
  if (from !== at) return null;
  if (!endsValue(line, at + 1))
    return line.isLast(at + 1) &&
      endsValue(line, at + 2) &&
      (!line.isCommon(at + 1) || alsoCalls.has(line.word(at - 2)))
      ? { from: at, to: at + 1 }
      : null;
  return line.isPlace(at) && line.isCapital(at) ? null : { from: at, to: at };
}

const isQuote = (word: string) => word === '"' || word === "'";
const endsValue = (line: Line, at: number) =>
  at >= line.count ||
  !line.isPersonal(at) ||
  /^["'(,;|]$/.test(line.word(at)) ||
  line.shape(at) === shapes.line;

/** "Thx\nChip": the line under a closing, when it is short and capitalised. */
function signer(line: Line, at: number): Run | null {
  let start = at;
  while (start > 0 && line.shape(start - 1) !== shapes.line) start -= 1;
  let isClosing = false;
  for (let place = start; place < at; place += 1) isClosing ||= closings.has(line.word(place));
  if (!isClosing || at - start > 6) return null;
  let to = at;
  while (line.isCapital(to + 1) || line.shape(to + 1) === shapes.initial) to += 1;
  const isShort = to > at && to - at <= 3 && line.shape(to + 1) === shapes.line;
  return isShort && !noSigner.has(line.word(at + 1)) && !noSigner.has(line.word(to))
    ? { from: at + 1, to }
    : null;
}

/** "Charlotte or Austin Reyes": a first name beside one who was found. */
function joined(line: Line, people: readonly Run[], taken: ReadonlySet<number>): Run[] {
  const added: Run[] = [];
  for (const { from, to } of people) {
    for (const [sign, at] of [
      [to + 1, to + 2],
      [from - 1, from - 2],
    ] as const) {
      const isOne = line.isCapital(at) && line.isFirst(at) && !taken.has(at) && joins.has(line.word(sign));
      if (isOne && !line.isCapital(at - 1) && !line.isCapital(at + 1)) added.push({ from: at, to: at });
    }
  }
  return added;
}
