import { isIPv4, isIPv6 } from "node:net";
import { cluesOf } from "./context.ts";
import { inContext } from "./recognizer.ts";
import { type Segment } from "./candidate.ts";
import { type Candidate, type Recognizer } from "./candidate.ts";
import { has, isWordSign } from "./symbols.ts";

const versions =
  "version versions versión versão versie wersja ver vers release released releases firmware build builds update updated updates upgrade upgraded upgrades downgrade downgraded patch patched tag driver sdk rev revision section sections chapter clause equation paragraph figure table abschnitt kapitel artículo artículos articulo article articles artikel artigo articolo cláusula clausula klausel punkt punto point norma norm din iso § art nr no v node python java chrome firefox package software bios bump bumps bumped migrate migrated rollback wheel wheels pin pinned rc rpm deb tarball changelog hotfix verze verzia verzija różnica versija versioon verzió versiune versão версія верси версія версія έκδοση גרסה إصدار versi sürüm verzija izdaja redakcija phiên เวอร์ชัน 版本 バージョン 버전";
const ipClues = cluesOf(
  "ip ips ipv4 ipv6 address addresses host hosts server servers client peer gateway dns subnet proxy forwarded remote ping inet addr src dst source destination listening bind bound via",
  versions,
);

/** "Version: ", also of several: "versions 10.2.1.4 and "; section signs; "第3.2.1.4节"; object identifiers. */
const isVersion =
  /(?:versions?|версии|версия|版本|バージョン|버전)\W{0,6}v?(?:\d[\d.]*\s*(?:[,/&–-]|and|und|et|y|e|or|oder|to|bis|à|и|和|と|및)\s*v?){0,3}$|(?:§+|第|(?<![\p{L}])oid)[\s:.]*$/iu;

/** Octets in range, neither part of a longer run of numbers nor a version. */
function findIpv4(segment: Segment): Candidate[] {
  const { text } = segment;
  const found: Candidate[] = [];
  for (const match of text.matchAll(/\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:\/\d{1,2}(?!\d))?/g)) {
    const [start, end] = [match.index, match.index + match[0].length];
    const lead = text.charAt(start - 1);
    if (/[\w.]/.test(lead) && lead !== "") continue;
    if (start > 0 && isWordSign(text.charCodeAt(start - 1))) continue;
    if (/^(?:\w|\.\d)/.test(text.slice(end, end + 2)) || !isIPv4(match[0].split("/")[0] ?? "")) continue;
    if (/^(?:0\.0\.0\.0|127\.0\.0\.1|255\.)/.test(match[0])) continue;
    if (/^\W{0,2}(?:released|is out|ships)\b/.test(text.slice(end, end + 12))) continue;
    if (isVersion.test(text.slice(Math.max(0, start - 60), start))) continue;
    const tail = text.slice(Math.max(0, start - 3), start);
    // "react@18.2.0.1" is a package, "root@108.27.228.245" a machine.
    if (/[=<>~^!]=\s?$/.test(tail) || (/\w@$/.test(tail) && smallOctets.test(match[0]))) continue;
    const judged = inContext(
      segment,
      { type: "IP_ADDRESS", start, end, score: isVersionLike(match[0]) ? 0.45 : 0.6 },
      ipClues,
    );
    // "from 10.4.2.1 to 10.4.3.0" after "upgrade": the nearer word says little, the farther one what it is.
    found.push(isUpgrade(text, start) ? { ...judged, score: 0.2 } : judged);
  }
  return found;
}

const smallOctets = /^[12]?\d(?:\.[12]?\d){3}(?!\d)/;

/** Four small numbers, as versions have; not a private network's, nor one of the resolvers that repeat theirs. */
function isVersionLike(value: string): boolean {
  return smallOctets.test(value) && !value.startsWith("10.") && !/^(\d+)\.\1\.\1\.\1(?!\d)/.test(value);
}

const upgrade =
  /\b(?:(?:up|down)(?:grad|dat)|bump|migrat|mov|roll)\w*(?: \S{1,30}){0,2} (?:from|to)(?: v?\d[\d.]* to)? v?$/i;
/** "postcss from 8.4.31.1 to 8.5.0": four numbers that become three are a version. */
const toThree = /^\S{7,15} to v?\d+\.\d+(?:\.\d+)?(?!\.?\d)/;
const isUpgrade = (text: string, start: number) =>
  upgrade.test(text.slice(Math.max(0, start - 48), start)) || toThree.test(text.slice(start, start + 40));

function findIpv6(text: string): Candidate[] {
  const found: Candidate[] = [];
  if (!mayHoldIpv6(text)) return found;
  for (const match of text.matchAll(
    /(?:[0-9a-f]{1,4}:|::)(?:[0-9a-f]{0,4}:){0,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4})/gi,
  )) {
    const value = match[0];
    if (value.length < 3 || isContinued(text, match.index, match.index + value.length) || !isIPv6(value))
      continue;
    const groups = value.match(/[0-9a-f]+/gi) ?? [];
    // "::" alone and "dead::beef" are as likely something else; ::1 is how a machine calls itself.
    const isAddress = value === "::1" || (groups.length >= 2 && /\d/.test(value));
    if (isAddress)
      found.push({ type: "IP_ADDRESS", start: match.index, end: match.index + value.length, score: 0.8 });
  }
  return found;
}

/** Two colons together, or six with at most four signs between them: all but times of the day. */
function mayHoldIpv6(text: string): boolean {
  let [last, inRow] = [-9, 0];
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", at + 1)) {
    inRow = at - last <= 5 ? inRow + 1 : 1;
    if (inRow === 6 || at === last + 1) return true;
    last = at;
  }
  return false;
}

/** Part of a longer run of hexadecimal groups or of a word. */
/** "IP:fe80::1": the colon is a label's. */
const isLabelled = (text: string, start: number) =>
  /[g-z]:$/i.test(text.slice(Math.max(0, start - 2), start));

const isContinued = (text: string, start: number, end: number) =>
  (start > 0 && /[\w:.]$/.test(text.slice(Math.max(0, start - 2), start)) && !isLabelled(text, start)) ||
  /^(?:[\w:]|\.\d)/.test(text.slice(end, end + 2));

const macForm = /[0-9a-f]{2}(?:(:|-)[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}/iy;

/** Looked for from two separators at the right distance, which hardly anything else has. */
function findMacs(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (let at = 2; at < text.length - 6; at += 1) {
    const code = text.charCodeAt(at);
    const isPairs =
      (code === 58 || code === 45) && text.charCodeAt(at + 3) === code && text.charCodeAt(at + 6) === code;
    const isQuads = code === 46 && text.charCodeAt(at + 5) === 46;
    if (!isPairs && !isQuads) continue;
    const start = at - (isPairs ? 2 : 4);
    macForm.lastIndex = Math.max(0, start);
    const value = macForm.exec(text)?.[0];
    if (
      value === undefined ||
      /^(?:0|f|[.:-])+$/i.test(value) ||
      (start > 0 && /[\w:.-]/.test(text.charAt(start - 1)))
    )
      continue;
    const end = start + value.length;
    if (/^(?:[\w:-]|\.[0-9a-f])/i.test(text.slice(end, end + 2))) continue;
    found.push({ type: "MAC_ADDRESS", start, end, score: 0.85 });
    at = end;
  }
  return found;
}

export const ipv4Recognizer: Recognizer = {
  types: ["IP_ADDRESS"],
  needs: has.digit | has.dot,
  find: findIpv4,
};
export const ipv6Recognizer: Recognizer = {
  types: ["IP_ADDRESS"],
  needs: has.digit | has.colon,
  find: ({ text }) => findIpv6(text),
};
export const macRecognizer: Recognizer = {
  types: ["MAC_ADDRESS"],
  needs: 0,
  find: ({ text, signs }) => ((signs & (has.dot | has.colon | has.dash)) === 0 ? [] : findMacs(text)),
};
