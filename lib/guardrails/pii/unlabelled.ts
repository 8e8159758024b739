import type { Candidate, Segment } from "./candidate.ts";
import { isMadeUp } from "./near.ts";
import { isRandom } from "./random.ts";
import { isStandIn } from "./web.ts";

// Secrets that no issuer's form and no label right before them gives away: by what they look like and what is said near them.

/** Letters and digits without a space, as keys are; what it looks like is judged apart. */
const token = /(?<![\w+/.~-])[A-Za-z0-9][A-Za-z0-9_.~+/-]{15,199}={0,2}(?![\w+/=~-])/g;
/** A word for keys, or a name with one in it. */
const tellsKey =
  /key|token|secret|auth|cred(?:ential)?s?(?![a-z])|cookie|(?<![a-z])(?:php|j)?sess(?:ion)?(?:[_-]?id)?(?==)|(?<![a-z])sid(?=[=:])|licen[cs]e|(?<![a-z])sig(?:nature)?(?==)|geheimnis|secret[ao]|credential|(?<![a-z])api(?![a-z])|jeton|cl[ée](?![a-zé])|clave|schlüssel|chiave|chave|sleutel|nyckel|klucz|ключ|密钥|密鑰/giu;
/** What is as random and no secret. */
const tellsOther =
  /sha-?\d|md5|integrity|hash|digest|checksum|prüfsumme|commit|revision|fingerprint|etag|uuid|guid|(?:request|trace|span|build|image|object|blob|device|order|message|correlation|transaction)[ _-]?ids?(?![a-z])|ssh-(?:rsa|dss|ed25519)|ecdsa|(?:cache|primary|foreign|public|sort|partition|idempotency|dedup)[ _-]?key|keyframe|author|monkey/giu;
const behindKey =
  /^["'`)]{0,2},? (?:as|als|comme|como|come|is|ist|est|es) (?:\p{L}{1,12}['’]? ){0,5}(?:api|key|token|secret|jeton|clé|clave|schlüssel|credential)/iu;
const [reachBefore, reachBehind] = [48, 48];

/** Where the last match of an expression in a text ends; -1 where it has none. */
function lastOf(text: string, form: RegExp): number {
  let last = -1;
  for (const match of text.matchAll(form)) last = match.index + match[0].length;
  return last;
}

const ofInterface = /(?<!\p{L})(?:api|token|jeton|secret[ao])(?!\p{L})/iu;

/** Whether the last word that says what a random value is says something harmless. */
export const saysOther = (line: string): boolean =>
  lastOf(line, tellsOther) >= 0 && lastOf(line, tellsOther) >= lastOf(line, tellsKey);

/** Random values in whose line a word for keys stands shortly before or behind, and nothing nearer says what else they are. */
export function addTold({ text, whole, before }: Segment, found: Candidate[]): void {
  for (const { 0: value, index } of text.matchAll(token)) {
    if (!isRandom(value) || isStandIn(value)) continue;
    const end = index + value.length;
    const line = contextBefore(whole, before.length + index);
    const isTold = !saysOther(line) && lastOf(line, tellsKey) >= 0;
    if (!isTold && !behindKey.test(text.slice(end, end + reachBehind))) continue;
    // "la clave de la API es …": a key, whatever else "clave" means.
    found.push({ type: "API_KEY", start: index, end, score: ofInterface.test(line) ? 0.93 : 0.85 });
  }
}

/** The line before a place; where it says only "- ", "value:", "Old:", the line or sentence before it too. */
function contextBefore(whole: string, at: number): string {
  const before = whole.slice(Math.max(0, at - 2 * reachBefore), at);
  const from = before.lastIndexOf("\n") + 1;
  const line = before.slice(Math.max(from, before.length - reachBefore));
  const above = continued.exec(before);
  return above ? (above[1] ?? "") + line : line;
}
const continued =
  /([^\n.!?]{3,60})[.!?:,]? ?(?:\n\s*|(?<=[.!?]) |\S{20,80} )(?:[-*•] ?|["']?\p{L}{2,8}["']? ?[:=] ?)["'`]?$/u;

/** "wifi is OfficeGuest, key …", "identifiant lucie, code …": one names the door, the other opens it. */
const beside = new RegExp(
  "(?<!\\p{L})(?:wi-?fi|wlan|ssid|network|netzwerk|réseau|red|log-?in|user(?:name)?|identifiant|benutzer|usuario|utente|gebruiker)(?!\\p{L})[^\\n,;]{1,40}[,;] ?(?:the )?(?:key|code|schlüssel|clé|clave|chiave|chave)(?: is| ist| est| es)?:? ([^\\s\"'`<>,;]{6,40})",
  "giu",
);
/** name:value@host without a scheme before it. */
const atHost =
  /(?<![\w/@.:-])[\w.-]{2,32}:([^\s"'<>,;:@/]{6,64})@(?:\d{1,3}(?:\.\d{1,3}){3}|[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?![\w@])/gi;
/** What stands beside the name of a door. */
export function addBeside(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(beside)) {
    const value = (match[1] ?? "").replace(/[.!?)\]}、]+$/u, "");
    if (!isMadeUp(value)) continue;
    const start = match.index + match[0].length - (match[1] ?? "").length;
    found.push({ type: "PASSWORD", start, end: start + value.length, score: 0.85 });
  }
}

/** Passwords between a user and a host. */
export function addAtHost(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(atHost)) {
    const value = match[1] ?? "";
    if (isStandIn(value) || /^\d{1,5}$/.test(value)) continue;
    const start = match.index + match[0].indexOf(value, 2);
    found.push({ type: "PASSWORD", start, end: start + value.length, score: 0.8 });
  }
}
