import type { Candidate, Recognizer } from "./candidate.ts";
import { isRandom } from "./random.ts";
import { has, isWide } from "./symbols.ts";

const local = "[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}._%+'’-]{0,62}[\\p{L}\\p{N}_%+-])?";
const label = "[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?";
const address = new RegExp(`${local}@(?:${label}\\.){1,8}(?:xn--[a-z0-9-]{2,59}|\\p{L}{2,24})`, "gu");
/** How far behind its @ the first full stop of an address may be. */
const maxLabel = 64;
/** How far back an address may begin before its @. */
const reach = 64;

/** Addresses, looked for from their @ so that long runs of letters cost nothing. */
function findEmails(text: string): Candidate[] {
  const found: Candidate[] = [];
  let from = 0;
  let dot = text.indexOf(".");
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
    if (dot >= 0 && dot < at) dot = text.indexOf(".", at);
    if (dot < 0 || dot - at > maxLabel) continue;
    const window = beginOfLocal(text, Math.max(from, at - reach), at);
    if (window === at) continue;
    address.lastIndex = 0;
    const piece = text.slice(window, Math.min(text.length, at + 320));
    const mark = at - window;
    for (let match = address.exec(piece); match && match.index <= mark; match = address.exec(piece)) {
      if (match.index + match[0].indexOf("@") !== mark) continue;
      const { start, end } = withinScript(match[0], window + match.index);
      if (standIn.test(match[0])) continue;
      // sip:+4930…@carrier is a telephone's.
      if (
        /^\d{7,15}@/.test(match[0]) &&
        /(?:sips?:|sip\/)\+?$/i.test(text.slice(Math.max(0, start - 8), start))
      )
        continue;
      // user:password@host is no address; the whole link is found as such.
      if (!/:\/\/[^\s/@,;"'|<>]*:$/.test(text.slice(Math.max(0, start - 200), start)))
        found.push({ type: "EMAIL_ADDRESS", start, end, score: 1 });
      from = end;
    }
  }
  return found;
}

/** Where the ASCII signs before an @ begin that an address may have; the limit where others stand among them. */
function beginOfLocal(text: string, limit: number, at: number): number {
  for (let start = at; start > limit; start -= 1) {
    const code = text.charCodeAt(start - 1);
    if (code >= 128) return limit;
    if (localSigns[code] === 0) return start;
  }
  return limit;
}
const localSigns = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_.%+'-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** An address that shows only where one goes: name@example.com. */
const standIn =
  /^(?:name|you|me|user|username|email|e-mail|mail|someone|somebody|your[._-]?(?:name|email|address)|first(?:name)?[._-]?last(?:name)?|foo|test)@(?:example\.(?:com|org|net)|domain\.com|email\.com|company\.com)$/i;

/** Cuts what a sentence without spaces, or without one after its full stop, has put around an address. */
function withinScript(value: string, at: number): { start: number; end: number } {
  const mark = value.indexOf("@");
  let [start, end] = [0, value.length];
  const isPlainHost = /[a-z0-9]\./i.test(value.slice(mark));
  for (let place = mark - 1; place >= 0; place -= 1) {
    if (!isWide(value.charCodeAt(place))) continue;
    if (/[a-z0-9]/i.test(value.slice(place + 1, mark))) start = place + 1;
    break;
  }
  if (isPlainHost) {
    for (let place = mark + 1; place < end; place += 1) if (isWide(value.charCodeAt(place))) end = place;
    if (value.charAt(end - 1) === ".") end -= 1;
  }
  // "example.org.Then": a capital after small letters begins the next sentence.
  const sentence = /^(@[^\p{Lu}]*\.[\p{Ll}]{2,24})\.\p{Lu}\p{Ll}+$/u.exec(value.slice(mark, end));
  if (sentence?.[1]) end = mark + sentence[1].length;
  return { start: at + start, end: at + end };
}

/** "name[at]host.example", "name (at) host (dot) example": spelt so that machines do not read it. */
const spelt =
  /[a-z0-9_](?:[a-z0-9._%+-]{0,62}[a-z0-9_])?\s?[[(]\s?at\s?[\])]\s?[a-z0-9-]{1,63}(?:(?:\.|\s?[[(]\s?dot\s?[\])]\s?)[a-z0-9-]{2,63}){1,4}/gi;

const findSpelt = (text: string): Candidate[] =>
  [...text.matchAll(spelt)].map((match) => ({
    type: "EMAIL_ADDRESS",
    start: match.index,
    end: match.index + match[0].length,
    score: 0.9,
  }));

const link = /(?:https?:\/\/|www\.)[^\s<>"'`()[\]{}]*[^\s<>"'`()[\]{}.,;:!?]/gi;

export const emailRecognizer: Recognizer = {
  types: ["EMAIL_ADDRESS"],
  needs: has.dot,
  find: ({ text, signs }) => [
    ...(signs & has.at ? findEmails(text) : []),
    ...(/[[(]\s?at\s?[\])]/i.test(text) ? findSpelt(text) : []),
  ],
};

export const urlRecognizer: Recognizer = {
  types: ["URL"],
  needs: has.dot,
  isOptional: true,
  find: ({ text }) =>
    [...text.matchAll(link)]
      .filter(
        ({ index }) =>
          index === 0 || !/[\p{L}\d]/u.test(text.charAt(index - 1)) || isWide(text.charCodeAt(index - 1)),
      )
      .map((match) => ({ type: "URL", start: match.index, end: match.index + match[0].length, score: 0.8 })),
};

/** A link with a name and a password in it: the whole of it, as far as a link goes. */
const withUserinfo =
  /(?<![A-Za-z0-9+.-])[a-z][a-z0-9+.-]{1,24}:\/\/([^\s/?#@:"'`<>]{0,128}):([^\s/?#"'`<>@]{1,256})@[^\s<>"'`(){}]*[^\s<>"'`(){}.,;:!?\]]/gi;

/** A link whose only name is a key: https://ghp_…@host */
const withKey =
  /(?<![A-Za-z0-9+.-])[a-z][a-z0-9+.-]{1,24}:\/\/([A-Za-z0-9_~.+-]{16,200})@[a-z0-9-]+(?:\.[a-z0-9-]+)*[^\s<>"'`(){}]*/gi;

export const credentialsRecognizer: Recognizer = {
  types: ["URL_CREDENTIALS"],
  needs: has.at | has.colon | has.slash,
  find: ({ text }) =>
    [
      ...[...text.matchAll(withUserinfo)].filter((match) => !isStandIn(match[2] ?? "")),
      ...[...text.matchAll(withKey)].filter((match) => isRandom(match[1] ?? "")),
    ].map((match) => ({ type: "URL_CREDENTIALS", start: match.index, end: end(match), score: 1 })),
};

function end(match: RegExpExecArray): number {
  const wide = match[0].search(/[\u2e80-\ud7ff]/);
  return match.index + (wide > match[0].indexOf("@") ? wide : match[0].length);
}

/** A value that only shows where a secret goes: <your-key>, ${TOKEN}, ********, PASSWORD, changeme. */
export function isStandIn(value: string): boolean {
  return (
    /^(?:<.*>?|\$(?:[{(].*|\d|[A-Z_][A-Z0-9_]*|[a-z_]+)|%[A-Z_]+%|\{\{?.*|\[.*\]?|[*•x.·_#-]+|\.{2,}|…+)$/i.test(
      value,
    ) ||
    /^(?:[A-Z]+_)*(?:PASS(?:WORD|WD|PHRASE)?|PWD|PW|SECRET|TOKEN|KEY|USER(?:NAME)?|VALUE|STRING)$/.test(
      value,
    ) ||
    /^(?:your|my|the|some|an?|example|sample|dummy|insert|replace|change)[-_]?(?:\w+[-_])*(?:pass(?:word)?|key|token|secret|me|here|it|this|value|string)$/i.test(
      value,
    ) ||
    /^(?:pass(?:word)?|passwd|pwd|pw|secret|token|key|redacted|hidden|masked|removed|none|null|nil|undefined|true|false|string|str|text|required|optional|empty|changeme|placeholder)$/i.test(
      value,
    )
  );
}
