import type { Candidate } from "./candidate.ts";
import { entropy } from "./checksums.ts";
import { isStandIn } from "./web.ts";

/** Forms the issuers publish; each ends where its alphabet ends. */
const knownKeys = new RegExp(
  [
    "(?:sk|pk|rk|whsec)[-_](?:[a-z]{2,12}[-_]){0,3}[A-Za-z0-9_-]{16,200}",
    "gh[opsur]_[A-Za-z0-9]{20,255}",
    "github_pat_[A-Za-z0-9_]{22,255}",
    "gl(?:pat|dt|rt|ptt|soat)-[A-Za-z0-9_.-]{20,80}",
    "(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}(?!\\w)",
    "AIza[0-9A-Za-z_-]{35}",
    "ya29\\.[0-9A-Za-z_-]{20,300}",
    "GOCSPX-[0-9A-Za-z_-]{20,40}",
    "x(?:ox[abeoprs]|app)-[A-Za-z0-9-]{10,250}",
    "(?:npm|hf|vl|gsk|r8|pul|lin_api|figd|shp(?:at|ca|pa|ss)|dop_v1|doo_v1|dckr_pat|glsa|sntrys|nvapi|pplx|tvly|xai|ntn|rnd|PMAK|dapi|EAAC|sq0[a-z]{3}|atlasv1|hvs|fo1|phc|phx)[-_][A-Za-z0-9_-]{16,200}",
    "pypi-[A-Za-z0-9_-]{30,250}",
    "hv[bsr]\\.[A-Za-z0-9_-]{20,200}",
    "SG\\.[A-Za-z0-9_-]{16,40}\\.[A-Za-z0-9_-]{16,60}",
    "key-[0-9a-f]{32}",
    "AGE-SECRET-KEY-1[0-9A-Z]{50,60}",
    "(?:SK|AC)[0-9a-f]{32}(?!\\w)",
    "(?:nfp|sbp|pscale_(?:tkn|oauth|pw)|rubygems|sgp|tfp|bkua|rdme|shippo_(?:live|test)|glc|lin_oauth|duffel_(?:live|test)|CFPAT|xkeysib|p8e|apify_api|NRAK|NRJS)[-_][A-Za-z0-9_-]{16,300}",
    "dp\\.(?:pt|st|ct|sa)\\.[A-Za-z0-9]{40,44}",
    "AT[AC]TT3[A-Za-z0-9_=-]{60,300}",
    "EZ[AT]K[A-Za-z0-9]{54}",
    "oy2[a-z0-9]{43}(?!\\w)",
    "[MNO][A-Za-z0-9_-]{23,27}\\.[A-Za-z0-9_-]{6}\\.[A-Za-z0-9_-]{27,40}",
    "pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}",
    "access_token\\$(?:production|sandbox)\\$[0-9a-z]{16}\\$[0-9a-f]{32}",
    "\\d{8,10}:[A-Za-z0-9_-]{35}(?!\\w)",
    "eyJ[A-Za-z0-9_-]{8,2000}\\.eyJ[A-Za-z0-9_-]{8,4000}\\.[A-Za-z0-9_-]{8,1000}",
    "https://hooks\\.slack\\.com/services/[A-Za-z0-9/_-]{20,80}",
  ]
    .map((form) => `(?:${form})`)
    .join("|"),
  "g",
);
const keyName =
  "(?:[a-z0-9]{1,20}[_-]?){0,3}(?:api[ _-]?key|account[ _-]?key|(?:admin|search|write|master|license|subscription|service|deploy|webhook|signing|private|shared[ _-]?access)[ _-]?key|jeton(?: d['’]accès)?|token de acceso|token de acesso|token d['’]accesso|zugriffsschlüssel|zugriffstoken|toegangssleutel|access[ _-]?token|api[ _-]?(?:schlüssel|nyckel|nøgle|nøkkel|sleutel|kulcs|klíč|kľúč|avain|anahtar[ıi]?|ключ|密钥|密鑰|キー|키)|(?:clé|clave|chave|chiave|klucz|cheie|ключ|khóa|kunci)(?: de| da| do| dell['’]?)?(?: d['’])? ?api|access[ _-]?key(?:[ _-]?id)?|secret(?:[ _-]?key)?|client[ _-]?secret|auth(?:orization)?[ _-]?(?:token|key)|(?:access|refresh|bearer|id|session)?[ _-]?token|signing[ _-]?key|encryption[ _-]?key|credentials?|bearer)";
const namedKey = new RegExp(
  `(?<![a-z0-9])${keyName}["']?\\]?(?:\\s{0,3}(?::=|=>|[:=：])\\s{0,3}|\\s+(?:is|ist|lautet|es|est|è|é|är|er|to|jest|là|adalah|to|on|este|är|é|هو)\\s+|(?:是|为|は|는|은)\\s?|\\s{1,2})["'\`]?([^\\s"'\`<>,;]{8,300})`,
  "gi",
);
const minimumEntropy = 3;
const at = (start: number, value: string, score: number): Candidate => ({
  type: "API_KEY",
  start,
  end: start + value.length,
  score,
});

/** Keys by their issuers' forms. */
export function addKnown(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(knownKeys)) {
    const [value] = match;
    // Telegram's address: api.telegram.org/bot123456:AA…
    const isOfBot = text.startsWith("/bot", match.index - 4);
    if (match.index > 0 && !isOfBot && /\w/.test(text.charAt(match.index - 1))) continue;
    // One in twenty of their random bodies has no digit; then capitals and small letters mix.
    if (
      (/^A[KSBC][IC]A|\d/.test(value) || /[a-z][A-Z].*[a-z][A-Z].*[a-z][A-Z]/.test(value)) &&
      entropy(value) >= minimumEntropy
    )
      found.push(at(match.index, value, 1));
  }
}

/** "Basic c3ZjOmNN…": a name and a password. */
const basic = /(?<![\w-])Basic ([A-Za-z0-9+/]{12,400}={0,2})(?![\w+/=])/g;

/** What a header of HTTP sends as a name and a password. */
export function addBasic(text: string, found: Candidate[]): void {
  for (const { 1: value = "", index } of text.matchAll(basic))
    if (/^[\x20-\x7e]{1,64}:[\x20-\x7e]{3,}$/.test(Buffer.from(value, "base64").toString("latin1")))
      found.push(at(index + "Basic ".length, value, 0.95));
}

/** Keys behind their name. */
export function addNamed(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(namedKey)) {
    const value = match[1]?.replace(/[.!?)\]}]+$/, "") ?? "";
    const isLikely =
      value.length >= 8 &&
      /[A-Za-z]/.test(value) &&
      (/[\d!@#$%^&*]/.test(value) ||
        (value.length >= 20 && lettersOnly.test(value) && entropy(value) >= 3.5)) &&
      entropy(value) >= 2.5 &&
      !/^[a-z_]+=/.test(value);
    const isQuoted = /["'`]$/.test(match[0].slice(0, -(match[1] ?? "").length));
    if (isLikely && !isCode(value, isQuoted) && !isStandIn(value) && !/^https?:/.test(value))
      found.push(
        at(
          match.index + match[0].length - (match[1]?.length ?? 0),
          value,
          /api|key|token|schl|clé|clave/i.test(match[0].slice(0, -value.length)) ? 0.92 : 0.8,
        ),
      );
  }
}

/** A call or an index; in quotes it may be as random as a secret with such signs in it. */
const isCode = (value: string, isQuoted: boolean) =>
  /[()[\]*{}]/.test(value) && !(isQuoted && value.length >= 32 && entropy(value) > 4.2);

/** One in fifty random keys of twenty letters and digits has no digit; then capitals stand among small letters. */
const lettersOnly = /[a-z][A-Z].*[a-z][A-Z]/;
