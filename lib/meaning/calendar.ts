import { monthNames, spellDates } from "./dates.ts";
import type { Disagreement, Side } from "./sides.ts";

export const months =
  "jan* januar* janvier enero janeiro gennaio|feb* februar* février febrero fevereiro febbraio|march märz mars marzo março maart|april avril abril aprile kwiecień|may mai mayo maio maggio mei|june juni juin junio junho giugno|july juli juillet julio julho luglio|aug august août agosto|sep* september* septembre septiembre setembro settembre|oct* okt* octobre octubre outubro ottobre|nov november novembre noviembre novembro|dec* dez* décembre diciembre dezembro dicembre".split(
    "|",
  );
export const weekdays =
  "monday* montag* lundi lunes segunda-feira lunedì maandag poniedziałek|tuesday* dienstag* mardi martes terça-feira martedì dinsdag wtorek|wednesday* mittwoch* mercredi miércoles quarta-feira mercoledì woensdag środa|thursday* donnerstag* jeudi jueves quinta-feira giovedì donderdag czwartek|friday* freitag* vendredi viernes sexta-feira venerdì vrijdag piątek|saturday* samstag* sonnabend* samedi sábado sabato zaterdag sobota|sunday* sonntag* dimanche domingo domenica zondag niedziela".split(
    "|",
  );
export const dayWords =
  "today tonight heute aujourd'hui hoy hoje oggi vandaag dziś dzisiaj сегодня 今天 今日|tomorrow demain amanhã domani jutro завтра 明天 明日|yesterday gestern ayer ontem ieri gisteren wczoraj вчера 昨天 昨日".split(
    "|",
  );
export const seasons =
  "spring frühling* frühjahr* printemps primavera lente wiosn* 春|summer sommer* été verano verão estate zomer lat* 夏|autumn fall_season herbst* automne otoño outono autunno herfst jesie* 秋|winter* hiver invierno inverno zim* 冬".split(
    "|",
  );

export function calendar(a: Side, b: Side): Disagreement | null {
  const [mine, yours] = [relativeIn(a), relativeIn(b)];
  if (mine && yours && mine !== yours) return { rule: "time", reason: `${mine} against ${yours}` };
  for (const [rule, names] of [
    ["month", months],
    ["weekday", weekdays],
    ["season", seasons],
    ["day", dayWords],
  ] as const) {
    const [left, right] = [namesIn(a, names), namesIn(b, names)];
    const isApart = (one: Set<number>, other: Set<number>) => [...one].some((name) => !other.has(name));
    if (left.size > 0 && right.size > 0 && isApart(left, right) && isApart(right, left))
      return { rule, reason: `another ${rule}` };
  }
  return null;
}

export function isNamed(word: string, list: string): boolean {
  return list
    .split(" ")
    .some((name) => (name.endsWith("*") ? word.startsWith(name.slice(0, -1)) : word === name));
}

const periods =
  "week|month|year|monday|tuesday|wednesday|thursday|friday|saturday|sunday|night|quarter|weekend|summer|winter|spring|autumn|woche|monat|jahr|nacht|semaine|mois|an|année|semana|mes|año|mês|ano|settimana|mese|anno|maand|jaar|tydzień|miesiąc|rok|неделе|месяце|году";
const relative: [string, RegExp][] = [
  [
    "last",
    new RegExp(
      `\\b(?:last|previous|letzte[nsrm]?|vergangene[nsrm]?|vorige[nsrm]?|zeszł\\p{L}*|прошл\\p{L}*) (?:${periods})\\b|(?:semaine|mois|an|année) (?:dernière?|passée?)|(?:semana|mes|año|mês|ano) pasad[oa]|(?:semana|mês|ano) passad[oa]|(?:settimana|mese|anno) scors[oa]|上(?:个)?(?:周|月|星期)|去年|先週|先月`,
      "iu",
    ),
  ],
  [
    "this",
    new RegExp(
      `\\b(?:this|current|diese[nsrm]?|cette|ce|esta|este|questa|questo|deze|dit|ten|tym|этой|этом) (?:${periods})\\b|本周|本月|这(?:个)?(?:周|月|星期)|今年|今週|今月`,
      "iu",
    ),
  ],
  [
    "next",
    new RegExp(
      `\\b(?:next|coming|nächste[nsrm]?|kommende[nsrm]?|prochaine?|próxim[oa]|prossim[oa]|volgende?|przyszł\\p{L}*|następn\\p{L}*|следующ\\p{L}*) (?:${periods})\\b|(?:semaine|mois|an|année) prochaine?|下(?:个)?(?:周|月|星期)|明年|来週|来月`,
      "iu",
    ),
  ],
];

function relativeIn({ text }: Side): string | null {
  return relative.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

export function namesIn({ tokens, text: source }: Side, names: readonly string[]): Set<number> {
  const text = spellDates(source);
  const found = new Set<number>();
  if (names === months)
    for (const [place, name] of monthNames.entries())
      if (text !== source && text.includes(name)) found.add(place);
  for (const [place, list] of names.entries()) {
    const isMay = list.startsWith("may ");
    for (const pattern of list.split(" ")) {
      const wanted = pattern.endsWith("*") ? pattern.slice(0, -1) : pattern;
      const isHit = /\p{sc=Han}/u.test(wanted)
        ? text.includes(wanted)
        : tokens.some(({ text: word }) =>
            pattern.endsWith("*") ? word.startsWith(wanted) : word === wanted,
          );
      if (
        isHit &&
        !(isMay && !/\b(?:in|of|on|until|from|by|since|im|am|\d+\.?) (?:May|Mai)\b|\bMay \d/.test(text))
      )
        found.add(place);
    }
  }
  for (const [match, day] of text.matchAll(/(?:星期|周|礼拜)([一二三四五六日天])/g))
    if (match && names === weekdays) found.add("一二三四五六日天".indexOf(day ?? "") % 7);
  return found;
}
