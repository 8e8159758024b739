import type { Candidate, Segment } from "./candidate.ts";
import { passwordNames } from "./labels.ts";
import { isProduct } from "./login-words.ts";
import { isStandIn } from "./web.ts";

// Passwords and codes that stand in a sentence about them, before or behind its telling word, with no sign between.

const passwordWord = `(?:${passwordNames}|pass(?:word|wort|phrase|code|wd|w)?s?|psw|pwd?|mdp|clave|ww|şifrem|lösenordet|hasła|парол[яюе])`;
const passwords = new RegExp(`(?<![\\p{L}\\p{N}])${passwordWord}(?![\\p{L}\\p{N}])`, "giu");
/** What a password opens; before the value stands a word that hands it over. */
const doors =
  /(?<!\p{L})(?:log(?:ged|ging)? ?-?(?:in|on)|sign(?:ed|ing)? ?in|logins?|unlock(?:s|ed)?|decrypt(?:s|ed)?|encrypted|archive|zip|opens?|wi-?fi|wlan|ssid|router|credentials|creds|einloggen|anmelden|entsperren|öffnen|se connecter|connexion|ouvrir|iniciar sesión|entrar|accedere|inloggen|logga in)(?!\p{L})/giu;
const handsOver =
  /(?:(?<!\p{L})(?:us(?:e|ed|ing)|with|try|tried|typ(?:e|ed|ing)|enter(?:ed|ing)?|it['’]?s|it is|is|mit|nutze|avec|con|com|met|med) |: ?|(?<!\p{L})(?:try|tried|use|used|with|as) [\p{L}\d._-]{2,24}:)["'`]?$/iu;
/** A word right before a value that makes it somebody's or something's name. */
const namesIt =
  /(?<!\p{L})(?:for|of|by|from|in|on|at|user(?:name)?|login|account|member|customer|file|folder|branch|version|ticket|case|order|host|server|device|printer|system|field|form|page|function|method|variable|class|column|table|für|von|vom|des|benutzer|konto|pour|compte|de|del|di|para|por|usuario|utente|cuenta|conta|voor|van|gebruiker|dla|от|для) ["'`]?$/iu;
const [reachBefore, reachBehind] = [72, 56];

/** A word as one makes it a password: with two figures at least, or with one and a sign. */
const madeUp =
  /^(?=.*(?:\p{Ll}{2}|\p{Ll}.*\p{Lu}|\p{Lu}.*\p{Ll})|\p{Lu}{5,}\d{3,}[!?#$]?$)(?=(?:.*\d){2}|.*\d.*[!@#$%^&*+?~]|.*[!@#$%^&*+~].*\d|.*\p{Lu}.*-\d+-\p{L})[\p{L}\d!@#$%^&*+?~_.=-]{6,40}$/u;
const withSign = /[!@#$%^&*+?~]/;
/** Numbers with a unit, digests, names of variables, addresses, paths. */
const isOther =
  /^(?:\d+\p{L}*(?:[.-]\d+)?|[\da-f]{6,40}|[\p{L}\d]+\.(?:\p{L}{2,4}|\p{L}[\p{L}.]*)|.*@[^@]*\.\p{L}{2,}|.*(?:pass|pwd|secret|token|login).*|.*\.\p{L}{2,4}|\p{Ll}+(?:-\p{Ll}+)*-\d+|(?:[\p{L}]*\d)?[\p{L}]+(?:-[\p{L}]+)*)$/iu;
/** "max_retries_10": a variable, all in small letters. */
const isVariable = /^[\p{Ll}\d]+(?:_[\p{Ll}\d]+)+$/u;
const value = /(?<![^\s"'`(:=<>|,])[^\s"'`<>,;:|()[\]{}\\/]{6,40}(?![^\s"'`<>,;:|)])/gu;

/** "… en mot de passe", "… as the password" */
const takenAs = new RegExp(
  `^["'\`]? (?:as|als|comme|en|como|come|for|som|jako) (?:\\p{L}{1,6} )?${passwordWord}(?![\\p{L}\\p{N}])`,
  "iu",
);

/** Where the last match of an expression in a text ends, or -1. */
function lastOf(text: string, form: RegExp): number {
  let last = -1;
  for (const match of text.matchAll(form)) last = match.index + match[0].length;
  return last;
}

/** The sentence before a place, and what follows it to its end. */
const sentenceBefore = (text: string, at: number) =>
  /[^.!?\n]*$/u.exec(text.slice(Math.max(0, at - reachBefore), at))?.[0] ?? "";
const sentenceBehind = (text: string, at: number) =>
  /^[^.!?;\n]*/u.exec(text.slice(at, at + reachBehind))?.[0] ?? "";

/** Alone on its line, under a line about passwords: "New password below:␤␤x", "> which password?␤< x". */
function isUnderWord(whole: string, start: number, end: number): boolean {
  if (!/^[ "'`]*(?:\n|$)/.test(whole.slice(end, end + 4))) return false;
  const above = /(?:^|\n)([^\n]{0,100})\n\s*(?:\[[^\]\n]{4,30}\] ?)?(?:[<>|"'`-] ?|\p{L}{1,14}: ?)?$/u.exec(
    whole.slice(Math.max(0, start - 130), start),
  )?.[1];
  return above !== undefined && /[:?]\s*$/.test(above) && lastOf(above, passwords) >= 0;
}

function isSaid(segment: Segment, start: number, value: string): boolean {
  const { whole, before } = segment;
  const [from, to] = [before.length + start, before.length + start + value.length];
  const ahead = sentenceBefore(whole, from);
  const isNamed = !withSign.test(value) && namesIt.test(ahead);
  if (!isNamed && lastOf(ahead, passwords) >= 0) return true;
  if (handsOver.test(ahead) && lastOf(ahead, doors) >= 0) return true;
  if (handsOver.test(ahead) && /(?:try|tried|use|used|with|as) [\p{L}\d._-]{2,24}:$/iu.test(ahead))
    return true;
  const behind = sentenceBehind(whole, to);
  if (takenAs.test(behind)) return true;
  if (!isNamed && lastOf(behind, passwords) >= 0)
    return withSign.test(value) || handsOver.test(ahead) || /\p{Lu}.*\d/u.test(value);
  return isUnderWord(whole, from, to);
}

/** Whether a word is made up as passwords are: no product, variable, digest, address. */
export const isMadeUp = (word: string): boolean =>
  madeUp.test(word) &&
  !isOther.test(word) &&
  !isVariable.test(word) &&
  !isProduct.test(word) &&
  !isStandIn(word);

/** Made-up words in a sentence that speaks of a password, or of logging in with them. */
export function addNear(segment: Segment, found: Candidate[]): void {
  const { text } = segment;
  for (const { 0: raw, index } of text.matchAll(value)) {
    const own = raw.replace(/[.?]+$/u, "");
    if (!isMadeUp(own)) continue;
    if (isSaid(segment, index, raw))
      found.push({ type: "PASSWORD", start: index, end: index + own.length, score: 0.8 });
  }
}

const opened =
  "door|gate|garage|entry|entrance|access|unlock|alarm|lock|safe|security|vault|locker|key ?box|lock ?box|luggage|bike|voicemail|sim|card";
/** Numbers that open something, up to seven words behind what they open. */
const codes = new RegExp(
  `(?<!\\p{L})(?:PIN(?:['’]s|-?code|-?nummer)?(?!\\p{L})(?! (?:the|it|this|them|your)(?!\\p{L}))|geheimzahl|passcode|keypad|digicode|puk|lock ?screen|key ?box|lock ?box|(?:door|gate) entry|(?:${opened})[ -]?(?:code|combination|pin)|combination (?:for|of|to|is)|(?:tür|tor|haustür|zugangs|alarm|sperr|eingangs|schloss)-?code|code (?:pin|(?:de |du |d['’]|des |della |del |da |do |para |pour )(?:la |le |l['’]|il )?(?:porte|portail|boîte|entrée|alarme|accès|immeuble|coffre|cancello|porta|puerta|alarma|portão|cofre))|código (?:pin|de (?:acceso|la puerta|la alarma|entrada))|(?:safe|locker|lock|vault|door|gate|tresor|tür|coffre) (?:opens|öffnet) (?:with|mit|at)|(?:pass|access) ?code)(?!\\p{L})[^\\d\\n.!?]{0,40}?(?:(?<=[\\s"'(:=#])|^)(\\d{2,4}(?:-\\d{2,4}){1,2}|\\d{4,8})(?![\\w.,:/-]?\\d|\\p{L}|[ ]?%)`,
  "giu",
);
/** A word right before a number that makes it a count, a place or a time. */
const countsIt =
  /(?<!\p{L})(?:of|at|from|in|on|until|since|after|before|than|least|over|line|page|error|room|port|version|year|postcode|zip|status|height|seit|bis|zimmer|raum|ligne|página|the|a|every|about|around) ?$/iu;

/** Numbers behind a word for what they open. */
export function addCodes(text: string, found: Candidate[]): void {
  for (const { 0: whole, 1: number = "", index } of text.matchAll(codes)) {
    const between = whole.slice(0, whole.length - number.length);
    // A PIN of six figures is an Indian postcode as often, and a small "pin" a part of a plug.
    if (/^PIN\P{L}*$/u.test(between) && number.length === 6) continue;
    if (
      /^[Pp]in(?!['’]|-?code)/.test(whole) &&
      !/(?:is|to|:|=|ist|est|es)\s*$/.test(between) &&
      whole.length > number.length + 5
    )
      continue;
    if (
      countsIt.test(between) ||
      (/^(?:19|20)\d{2}$/.test(number) && !/(?:is|:|=|ist|est|es)\s*$|^\P{L}*\p{L}+\s?$/u.test(between))
    )
      continue;
    const start = index + between.length;
    found.push({ type: "PASSWORD", start, end: start + number.length, score: 0.8 });
  }
}

/** Whether the text before a segment asks for what it begins with. */
export const mayAnswer = ({ before }: Segment): boolean =>
  /^[:?]$/.test(before.trimEnd().slice(-1)) && lastOf(before.slice(-reachBefore), passwords) >= 0;
