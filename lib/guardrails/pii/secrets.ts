import { isIP } from "node:net";
import { entropy } from "./checksums.ts";
import { hint } from "./hints.ts";
import type { Candidate, Recognizer } from "./candidate.ts";
import { has } from "./symbols.ts";
import { passwordNames } from "./labels.ts";
import { addLogins, addToolOptions } from "./logins.ts";
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
    "SG\\.[A-Za-z0-9_-]{16,40}\\.[A-Za-z0-9_-]{16,60}",
    "key-[0-9a-f]{32}",
    "AGE-SECRET-KEY-1[0-9A-Z]{50,60}",
    "(?:SK|AC)[0-9a-f]{32}(?!\\w)",
    "\\d{8,10}:[A-Za-z0-9_-]{35}(?!\\w)",
    "eyJ[A-Za-z0-9_-]{8,2000}\\.eyJ[A-Za-z0-9_-]{8,4000}\\.[A-Za-z0-9_-]{8,1000}",
    "https://hooks\\.slack\\.com/services/[A-Za-z0-9/_-]{20,80}",
  ]
    .map((form) => `(?:${form})`)
    .join("|"),
  "g",
);
const keyName =
  "(?:[a-z0-9]{1,20}[_-]?){0,3}(?:api[ _-]?key|api[ _-]?(?:schlüssel|nyckel|nøgle|nøkkel|sleutel|kulcs|klíč|kľúč|avain|anahtar[ıi]?|ключ|密钥|密鑰|キー|키)|(?:clé|clave|chave|chiave|klucz|cheie|ключ|khóa|kunci)(?: de| da| do| dell['’]?)?(?: d['’])? ?api|access[ _-]?key(?:[ _-]?id)?|secret(?:[ _-]?key)?|client[ _-]?secret|auth(?:orization)?[ _-]?(?:token|key)|(?:access|refresh|bearer|id|session)?[ _-]?token|signing[ _-]?key|encryption[ _-]?key|credentials?|bearer)";
const namedKey = new RegExp(
  `(?<![a-z0-9])${keyName}["']?\\]?(?:\\s{0,3}(?::=|=>|[:=：])\\s{0,3}|\\s+(?:is|ist|lautet|es|est|è|é|är|er|to|jest)\\s+|(?:是|为|は)|\\s{1,2})["'\`]?([^\\s"'\`<>,;]{8,300})`,
  "gi",
);
const passwordName =
  `(?:${passwordNames}|` +
  "pass(?:word|wd|phrase|code)|pwd|pw|(?:wlan|wifi|wi-fi|netzwerk)-?(?:schlüssel|kennwort|code)|(?:wi-?fi|wlan|network|wpa2?) (?:key|code)|clé (?:wi-?fi|réseau|wpa)|clave (?:wifi|wi-fi)|הסיסמה|passwort|kennwort|mot de passe|mdp|contraseña|contrasena|clave|senha|password|parola|hasło|haslo|wachtwoord|lösenord|passord|adgangskode|salasana|heslo|jelszó|parolă|şifre|sifre|пароль|密码|密碼|口令|パスワード|비밀번호|암호|รหัสผ่าน|كلمة المرور|mật khẩu)";
/** `password: x` may be any word; with "is" or a mere space between it must look like no word. */
const namedPassword = new RegExp(
  `(?:(?<![\\p{L}\\p{N}])|(?<=[\\u2e80-\\ud7ff])(?=[\\u2e80-\\ud7ff]))(?:[a-z0-9]{1,20}[_.-]){0,3}(?:pg|mysql|db|user|admin|root|smtp|ftp|redis|ssh)?${passwordName}(?:[_-]?(?:hash|value|text))?["']?[*_]{0,2}((?:\\s\\p{L}{2,12}){0,2}["']?\\s{0,3}(?::=|=>|[:=：])[*_]{0,2}\\s{0,3}|\\s?\\|\\s?|\\s[-–—]\\s|(?:\\s[\\p{Ll}\\p{Lo}\\p{M}]{1,12}){0,4}\\s+(?:is|ist|est|es|é|è|e|was|to|from|är|er|on|jest|to|lautet|heißt|lyder|brzmi|equals|changed to|reset to|set to|will be|becomes|stays|remains|wird|sera|será|sarà|wordt|blir|będzie|будет|είναι|este|je|là|adalah|היא|הוא|هي|هو|है|คือ)(?:\\s+now)?:?\\s+|\\s{1,2}|(?<=[\\u2e80-\\ud7ff])(?:是|为|は|이|가)?)(?:["'\`]|[«„“‹]\\s?)?([^\\s"'\`<>,;，。；«»“”„]{4,128})`,
  "giu",
);
/** "the laptop's password, Magpie.over.7hills, on a note" */
const apposed = new RegExp(
  `(?<![\\p{L}\\p{N}])${passwordName}(?:,| [-–(])\\s?["'\`]?([^\\s"'\`<>,;]{6,64})(?=["'\`]?[,;)]|\\s[-–])`,
  "giu",
);
/** "use Gr4pevine!7 as the password" */
const behind = new RegExp(
  `(?<![\\p{L}\\p{N}])["'\`]?([^\\s"'\`<>,;]{6,64})["'\`]? (?:as|als|comme|como|come) (?:\\p{Ll}{1,5} )?${passwordName}`,
  "giu",
);
/** {"pass": "…"}: a word of every day, so only as the name of a field. */
const passField =
  /(?<![\p{L}\p{N}])["']?(?:\w{1,20}[_.-])?pass["']?\s{0,2}[:=]\s{0,2}["']([^\s"']{4,128})["']/giu;
/** "user: ada pass: x": without quotes it must look like a password, and like no path of a test that passed. */
const passBare =
  /(?<![\p{L}\p{N}_])pass\s?[:=]\s?(?=\S*\d)(?=\S*\p{L})([^\s"'`<>,;/\\()]{6,64})(?!\S*[/(])/giu;
/** curl -u name:password, --user name:password */
const userOption = /(?<![\w-])(?:-u|--user|--proxy-user)[ =]?["']?[^\s"':]{1,64}:([^\s"']{4,128})/g;
/** Long base64 without a name. */
const random = /(?<![\w+/=-])[A-Za-z0-9+/_-]{40,128}={0,2}(?![\w+/=-])/g;
const minimumEntropy = 3;
const randomEntropy = 4.6;

const keyHead = /-----BEGIN [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----/g;
const keyFoot = /-----END [A-Z0-9 ]{0,24}PRIVATE KEY(?: BLOCK)?-----/g;
/** What follows the head of a key whose foot was cut off. */
const keyBody = /(?:\\[nr]|\s){0,4}[A-Za-z0-9+/=]{20}(?:\\[nr]|[A-Za-z0-9+/=\s])*/y;

/** From head to foot; each foot is looked for once, so that many heads without one cost no more than few. */
function findPrivateKeys(text: string): Candidate[] {
  const found: Candidate[] = [];
  const feet = [...text.matchAll(keyFoot)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  let from = 0;
  let next = 0;
  for (const head of text.matchAll(keyHead)) {
    if (head.index < from) continue;
    const bodyStart = head.index + head[0].length;
    while (next < feet.length && (feet[next]?.start ?? 0) < bodyStart) next += 1;
    keyBody.lastIndex = bodyStart;
    const foot = feet[next];
    const body = foot ? null : keyBody.exec(text);
    if (!foot && !body) continue;
    const value = text.slice(head.index, foot?.end ?? bodyStart + (body?.[0].length ?? 0)).trimEnd();
    found.push(at("PRIVATE_KEY", head.index, value, 1));
    from = head.index + value.length;
  }
  return found;
}

export const secretRecognizer: Recognizer = {
  types: ["API_KEY", "PASSWORD", "SECRET"],
  needs: 0,
  find: ({ text, signs, hints }) => {
    const found: Candidate[] = [];
    if (signs & has.long) {
      addRandom(text, found);
      addKnown(text, found);
    }
    if (hints & hint.key) addNamed(text, found);
    if (hints & hint.password) addPasswords(text, found);
    addLogins(text, hints, found);
    addToolOptions(text, hints, found);
    if (hints & hint.userOption && signs & has.dash) addOptions(text, found);
    return found;
  },
};

export const privateKeyRecognizer: Recognizer = {
  types: ["PRIVATE_KEY"],
  needs: has.upper | has.dash,
  find: ({ text }) => (text.includes("PRIVATE KEY") ? findPrivateKeys(text) : []),
};

const at = (type: Candidate["type"], start: number, value: string, score: number): Candidate => ({
  type,
  start,
  end: start + value.length,
  score,
});

function addKnown(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(knownKeys)) {
    const [value] = match;
    if (match.index > 0 && /\w/.test(text.charAt(match.index - 1))) continue;
    // One in twenty of their random bodies has no digit; then capitals and small letters mix.
    if (
      (/^A[KSBC][IC]A|\d/.test(value) || /[a-z][A-Z].*[a-z][A-Z].*[a-z][A-Z]/.test(value)) &&
      entropy(value) >= minimumEntropy
    )
      found.push(at("API_KEY", match.index, value, 1));
  }
}

function addNamed(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(namedKey)) {
    const value = match[1]?.replace(/[.!?)\]}]+$/, "") ?? "";
    const isLikely =
      value.length >= 8 && /[A-Za-z]/.test(value) && /[\d!@#$%^&*]/.test(value) && entropy(value) >= 2.5;
    if (isLikely && !/[()[\]*{}]/.test(value) && !isStandIn(value) && !/^https?:/.test(value))
      found.push(at("API_KEY", match.index + match[0].length - (match[1]?.length ?? 0), value, 0.8));
  }
}

/** A value in quotes to their end: 's3cr3t pass'. */
function quotedAt(text: string, start: number): string | null {
  const quote = text.charAt(start - 1);
  if (!/["'`]/.test(quote)) return null;
  const end = text.indexOf(quote, start);
  const value = end < 0 || end - start > 64 ? "" : text.slice(start, end);
  return value.length < 4 || value.includes("\n") ? null : value;
}

const separators = /[:=：]/;

function addPasswords(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(namedPassword)) {
    const [whole, between = "", raw = ""] = match;
    const value = raw.replace(wideTail, "").replace(/[.!?)\]}、]+$/, "");
    if (!isPassword(value, separators.test(between) && !/\p{L}/u.test(between), between === "")) continue;
    const start = match.index + whole.length - raw.length;
    found.push(at("PASSWORD", start, quotedAt(text, start) ?? value, 0.9));
  }
  for (const [form, isAssigned] of [
    [apposed, false],
    [behind, false],
    [passField, true],
    [passBare, false],
  ] as const)
    for (const match of text.matchAll(form)) {
      const value = match[1] ?? "";
      if (isPassword(value, isAssigned, false))
        found.push(
          at("PASSWORD", match.index + match[0].indexOf(value, form === behind ? 0 : 4), value, 0.9),
        );
    }
}

function addOptions(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(userOption)) {
    const value = match[1] ?? "";
    if (!isStandIn(value))
      found.push(at("PASSWORD", match.index + match[0].length - value.length, value, 0.9));
  }
}

/** Without spaces a sentence in Chinese or Japanese runs on behind the value. */
const wideTail = /(?<=[\x21-\x7e])[\u2e80-\ud7ff].*$/u;
const mixed = /\d.*\p{L}|\p{L}.*[\d!@#$%^&*]|\p{Ll}\p{Lu}/u;

export function isPassword(value: string, isAssigned: boolean, isGlued: boolean): boolean {
  if (value.length < 4 || isStandIn(value) || /^(?:https?:|\/\/)/.test(value)) return false;
  if (/^[\u2e80-\ud7ff]/.test(value)) return false;
  if (isCall.test(value) || isIP(value) !== 0) return false;
  if (isAssigned) return !noPassword.test(value);
  return (isGlued || value.length >= 6) && mixed.test(value) && !/^\d{1,4}[.,:]?\d*$/.test(value);
}

/** "getPassword()", "os.getenv(": code that fetches one. */
const isCall = /^[A-Za-z_$][\w.$]*\((?:[\w.,$]*\);?)?$/;

const noPassword =
  /^(?:is|was|async|await|function|new|null|undefined|will|must|should|may|can|not|no|yes|and|or|the|your|please|optional|incorrect|invalid|wrong|missing|expired|changed|reset|unset|hashed|encrypted|enter|choose|mindestens|minimum|minimal|minimal|mínimo|almeno|minimaal|moins)(?![\p{L}\p{N}])|^(?:zod\.|z\.|process\.|env\.|os\.|self\.|this\.|req\.|request\.|config\.|\p{L}+_?type)/iu;

/** What a server shows to everybody: "ssh-ed25519 AAAAC3…". */
const publicKey = /(?:^|\s)(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-[\w-]{1,16}|sk-ssh-ed25519@openssh\.com) $/;

function addRandom(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(random)) {
    const [value] = match;
    if (publicKey.test(text.slice(Math.max(0, match.index - 32), match.index))) continue;
    if (/\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && entropy(value) >= randomEntropy)
      found.push(at("SECRET", match.index, value, 0.6));
  }
}
