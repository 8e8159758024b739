import { fieldKind } from "../fields.ts";
import type { Line, Run } from "./line.ts";
import { endsAsThing, isBeforePlural, isBehindSort, isOfSort, isTitled } from "./about.ts";
import { aboutPrograms, isKnownThing, nobody, personVerbs, programs, wideWords, words } from "./things.ts";
import { shapes } from "./tokens.ts";

/** What may stand behind a person's name and behind the start of a sentence alike: they say neither. */
const plainWords = words(
  "is was has had does did will would can could should may might must isn't wasn't hasn't didn't doesn't won't and or but who whose whom which that to from of in on at by for with about as if when while because so too also then there here now today yesterday tomorrow not never always just still only really please",
);
const articles = words("a an the this that these those every each another");
const listSigns = words(
  "and or nor und oder et ou y e o i og och en og ja ve și sau ili és vagy nebo lub oraz a та або или и",
);
const locative = words(
  "in near around across through via between outside inside towards toward nach bei à près cerca presso",
);

/** True where what stands around a run says that no person is meant, although the words are a name's. */
export function isDoubtful(line: Line, run: Run): boolean {
  const isSingle = run.from === run.to;
  if (line.shape(run.from) === shapes.wide) return isWideThing(line, run);
  if (isCaseName(line, run) || isBehindArticle(line, run)) return true;
  if (isListed(line, run) || isRated(line, run)) return true;
  return isSingle && !isTitled(line, run.from) && isDoubtfulWord(line, run.from);
}

/** "the key is patience": a common word in small letters behind a verb or a preposition, in a sentence with capitals. */
const isSaidOf = (line: Line, at: number) =>
  /^\p{Lu}/u.test(line.text) &&
  line.isLower(at) &&
  line.isLower(at - 1) &&
  /^(?:is|was|are|be|of|with|more|some|no|much|needs|takes|than|ist|mit|est|es|è|de|di)$/.test(
    line.word(at - 1),
  ) &&
  (line.isCommon(at) || !line.isOftenFirst(at));

function isDoubtfulWord(line: Line, at: number): boolean {
  if (isLabel(line, at) || isOffice(line, at)) return true;
  if (line.isPersonal(at))
    return line.isLower(at) && (line.word(at).includes("-") || !(line.isFirst(at) || line.isLast(at)));
  if (isAcronym(line, at) || aboutCode.test(line.text)) return true;
  if (programs.has(line.word(at)) && aboutPrograms.test(line.text))
    return !personVerbs.has(line.word(at + 1));
  if (line.isPlace(at) && locative.has(line.word(at - 1))) return true;
  if (line.isLower(at)) return isSmallInSentence(line, at) || isSaidOf(line, at);
  if (!line.isCapital(at)) return false;
  return isBeforeNoun(line, at) || isUnknownInText(line, at);
}

/** A lone word in small letters in a text that begins with a capital, neither at the end nor before what people do. */
const isSmallInSentence = (line: Line, at: number) =>
  /^\p{Lu}/u.test(line.text) &&
  !line.all.facts.isLower &&
  (line.isLower(at + 1) || (line.isLower(at - 1) && line.word(at + 1) === ".")) &&
  !personVerbs.has(line.word(at + 1));

/** A lone word with a capital that no list has as a first name, in running text, and nothing says it is a person's. */
/** "raised its target for Martin Marietta": analysts rate firms. */
const isRated = (line: Line, { from, to }: Run) =>
  /^(?:for|on|in|of|from|at)$/.test(line.word(from - 1)) &&
  !personVerbs.has(line.word(to + 1)) &&
  /\b(?:(?:(?:rais|cut|lower|lift|trimm|keep|kept)\w* (?:its|their) |price )target|downgrad|upgrad(?:ed|es) |outperform|underweight|overweight|stake in|shares (?:of|in)|ratings? (?:on|for|of)|earnings (?:of|at))/.test(
    line.text,
  );

function isUnknownInText(line: Line, at: number): boolean {
  if (line.isFirst(at) || isLineStart(line, at) || line.shape(at + 1) === shapes.line) return false;
  const [before, next] = [line.word(at - 1), line.word(at + 1)];
  if (personVerbs.has(next) || /^['’]$/.test(next) || line.isCapital(at - 1) || line.isCapital(at + 1))
    return false;
  return /^(?:,|;|and|or|und|et|y|e|the|of|in|der|die|das|el|la|le|il)$/.test(before);
}

/** "Saludos,␤Atención al Cliente": under a closing stands a name, or an office, which goes on in small letters. */
const isOffice = (line: Line, at: number) =>
  at > 1 &&
  line.shape(at - 1) === shapes.line &&
  line.word(at - 2) === "," &&
  line.isLower(at + 1) &&
  (!line.isFirst(at) || /^(?:le|la|les|el|los|las|il|lo|der|die|das|het|de)$/.test(line.word(at)));

/** "Allergies:", "Art. 12", the name of a field, "J'ai" */
function isLabel(line: Line, at: number): boolean {
  if (fieldKind(line.raw(at)) !== null || /^(?:[jldnsmtc]|qu)['’]\p{Ll}/iu.test(line.raw(at))) return true;
  const next = line.word(at + 1);
  if (next === ":") return line.isCapital(at) && !line.isFirst(at) && isLineStart(line, at);
  if (next !== ".") return false;
  return (
    line.shape(at + 2) === shapes.digits || /^(?:art|sec|fig|vol|par|abs|pat|no|ch)$/.test(line.word(at))
  );
}

/** "SHA256", "HUD": three capitals, or four before a number. */
const isAcronym = (line: Line, at: number) =>
  line.shape(at) === shapes.capitals &&
  (line.raw(at).length <= 3 || (line.raw(at).length <= 4 && line.shape(at + 1) === shapes.digits));

/** A line of a program: a keyword, and the signs that go with it. */
const aboutCode =
  /\b(?:import|export|const|let|var|new|class|function|return|def|extends|public|private|struct|fn|func|select|insert)\b[^\n]*(?:[{}();=]|=>)/;

const isLineStart = (line: Line, at: number) => at === 0 || line.shape(at - 1) === shapes.line;

/** "Grant applications", "Jasmine rice", "Madeleine cakes": a name before a thing's word names the thing. */
function isBeforeNoun(line: Line, at: number): boolean {
  const next = line.word(at + 1);
  if (!line.isLower(at + 1) || plainWords.has(next) || personVerbs.has(next) || /(?:ed|ing)$/.test(next))
    return false;
  if (!/^[a-z]+$/.test(next)) return false;
  if (line.isCommon(at) && line.isCommon(at + 1)) return true;
  return (
    (line.isCommon(at + 1) || next.length >= 6) &&
    /[^s]s$/.test(next) &&
    next.length >= 5 &&
    !/(?:us|is|ous)$/.test(next) &&
    isEnglish.test(line.text)
  );
}

const isEnglish = /\b(?:the|and|is|are|was|were|of|to|with|for|on|from|at|in|not|by)\b/;

/** "Marbury v. Madison" */
function isCaseName(line: Line, { from, to }: Run): boolean {
  const isVersus = (at: number) => line.word(at) === "v" || line.word(at) === "vs";
  return isVersus(to + 1) || isVersus(from - 1) || (line.word(from - 1) === "." && isVersus(from - 2));
}

/** "a Margarita", "the Doppler shift"; not "the Smith family", which names people. */
function isBehindArticle(line: Line, { from, to }: Run): boolean {
  const before = line.word(from - 1);
  if (line.isPersonal(from) || !articles.has(before) || !line.isCapital(from)) return false;
  // "llama a Begoña", "a Maria": in Romance languages it is a preposition or stands before people.
  if (before === "a" && !isEnglish.test(line.text)) return false;
  const next = line.word(to + 1);
  return !/^(?:family|family's|brothers|sisters|twins|girl|boy|one|i|who|he|she)$/.test(next);
}

/** In a list joined by "and" or "or" with a firm, a figure or (for single words) a place, it is one more of them. */
export function isListed(line: Line, run: Run): boolean {
  if (line.isPersonal(run.from)) return false;
  const { chain, isJoined } = chainAround(line, run);
  if (!isTitled(line, run.from) && isOfSort(line, chain)) return true;
  if (!isJoined) return false;
  const ending = chain.at(-1);
  if (ending && listSigns.has(line.word(ending.from - 1)) && isBeforePlural(line, ending)) return true;
  const others = chain.filter(({ from }) => from !== run.from);
  if (others.some((one) => isThing(line, one))) return true;
  if (chain.length > 2 && chain.some(({ from }) => !line.isFirst(from)) && !isOfPeople(line, chain))
    return true;
  const isSingles = chain.every(({ from, to }) => from === to);
  const last = chain.at(-1);
  if (!isSingles || !last || personVerbs.has(line.word(last.to + 1))) return false;
  return (
    chain.every(({ from }) => line.isPlace(from)) ||
    (chain.length > 2 && (chain.every(({ from }) => line.isCommon(from)) || !isOfPeople(line, chain)))
  );
}

/** Before or behind a list of three words: what is done to or by people, or said of them. */
function isOfPeople(line: Line, chain: readonly Run[]): boolean {
  const [first, last] = [chain[0], chain.at(-1)];
  if (!first || !last) return false;
  if (aroundPeople.has(line.word(first.from - 1)) || line.word(first.from - 1) === ":") return true;
  const next = line.word(last.to + 1);
  if (next === "" || /^[.!?\n]$/.test(next)) return true;
  return /^(?:are|were|have|had|will|sind|waren|haben|sont|ont|son|están|sono|hanno)$/.test(next)
    ? /(?:ing|late|here|ready|sick|ill|tired|married|sorry|happy|sad|friends|home|away|da|krank|müde)$/.test(
        line.word(last.to + 2),
      )
    : false;
}

const aroundPeople = words(
  "with for from to by invite invited call called ask asked tell told thank cc met meet between among mit für von an bei avec pour par con para por per com met voor z dla med för",
);

/** A firm, "Prince Edward Island", "Storm Dudley", "bolo Romeu". */
function isThing(line: Line, { from, to }: Run): boolean {
  if (isKnownThing(line.value({ from, to })) || isBehindSort(line, from - 1)) return true;
  if (from === to) return nobody.has(line.word(from));
  return isBehindSort(line, from) || endsAsThing(line, { from, to });
}

/** The capitalised groups in one list with a run, and whether an "and" or an "or" joins two of them. */
function chainAround(line: Line, run: Run): { chain: Run[]; isJoined: boolean } {
  const chain = [groupAt(line, run.from)];
  let isJoined = false;
  for (const way of [-1, 1]) {
    for (let steps = 0; steps < 6; steps += 1) {
      const edge = way < 0 ? chain[0] : chain.at(-1);
      if (!edge) break;
      const gap = gapFrom(line, way < 0 ? edge.from - 1 : edge.to + 1, way);
      if (!gap || !line.isCapital(gap.at)) break;
      isJoined ||= gap.isJoined;
      if (way < 0) chain.unshift(groupAt(line, gap.at));
      else chain.push(groupAt(line, gap.at));
    }
  }
  return { chain, isJoined };
}

/** Over a comma, an "and", or both. */
function gapFrom(line: Line, start: number, way: number): { at: number; isJoined: boolean } | null {
  let at = start;
  let isJoined = false;
  for (let steps = 0; steps < 2; steps += 1) {
    const word = line.word(at);
    if (listSigns.has(word)) isJoined = true;
    else if (word !== ",") break;
    at += way;
  }
  return at === start ? null : { at, isJoined };
}

function groupAt(line: Line, at: number): Run {
  const isPart = (place: number) =>
    line.isCapital(place) || (line.word(place) === "&" && line.isCapital(place + 1));
  let [from, to] = [at, at];
  while (from > 0 && isPart(from - 1) && at - from < 4) from -= 1;
  while (isPart(to + 1) && to - at < 4) to += 1;
  return { from, to };
}

const wideThing =
  /^(?:路|街|公园|站|区|市|县|镇|村|山|河|湖|江|桥|大厦|广场|大学|学院|医院|中学|小学|公司|集团|银行|酒店|饭店|专卖|专柜|店|百货|法|条例|奖|杯|机场|码头|故居|纪念馆|博物馆|牌|汽车|电器|科技|股份|控股|高科|駅|区|町|県|電機|電器|技研|製作所|自動車|株式|商店|공항|역|전자|마트|대학)/u;

/** 王府井大街, 松本駅, and words that begin as a surname does. */
function isWideThing(line: Line, run: Run): boolean {
  const value = line.value(run);
  const after = line.text.slice(line.all.tokens.end[run.to], (line.all.tokens.end[run.to] ?? 0) + 3);
  return (
    wideWords.test(value) ||
    wideThing.test(after) ||
    (value.length > 2 && /[市駅区町県村路街站]$/u.test(value))
  );
}
