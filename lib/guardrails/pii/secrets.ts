import { isIP } from "node:net";
import { entropy } from "./checksums.ts";
import { hint } from "./hints.ts";
import type { Candidate, Recognizer } from "./candidate.ts";
import { has } from "./symbols.ts";
import { passwordNames } from "./labels.ts";
import { isProduct } from "./login-words.ts";
import { addBasic, addKnown, addNamed } from "./keys.ts";
import { addCodes, addNear, mayAnswer } from "./near.ts";
import { addAtHost, addBeside, addTold, saysOther } from "./unlabelled.ts";
import { addLogins, addToolOptions } from "./logins.ts";
import { isStandIn } from "./web.ts";

const passwordName =
  `(?:${passwordNames}|` +
  "pass(?:word|wd|phrase|code)|pwd|pw|(?:standard|initial|admin(?:istrator)?|geräteadministrator|benutzer|master|haupt|start|einmal|wlan-?)(?:kennwort|passwort|password|wachtwoord|lösenord|adgangskode)|(?:wlan|wifi|wi-fi|netzwerk)-?(?:schlüssel|kennwort|code)|(?:wi-?fi|wlan|network|wpa2?) (?:key|code)|clé (?:wi-?fi|réseau|wpa)|clave (?:wifi|wi-fi)|הסיסמה|passwort|kennwort|mot de passe|mdp|contraseña|contrasena|clave|senha|password|parola|hasło|haslo|wachtwoord|lösenord(?:et|en)?|passord(?:et)?|adgangskoden?|salasana(?:ni|si)?|heslo|jelszó|jelszava?m?|parolă|parola(?:nız|m|sı|ın)?|şifre(?:niz|m|si)?|sifre(?:niz|m|si)?|κωδικ(?:ός|ό|ού) (?:του |της |πρόσβασης |για (?:το |τη )?)?(?:wi-?fi|πρόσβασης|λογαριασμού|δικτύου|εισόδου)|비번|패스워드|пароль|密码|密碼|口令|パスワード|비밀번호|암호|รหัสผ่าน|كلمة المرور|mật khẩu)";
/** `password: x` may be any word; with "is" or a mere space between it must look like no word. */
const namedPassword = new RegExp(
  `(?:(?<![\\p{L}\\p{N}])|(?<=[\\u2e80-\\ud7ff])(?=[\\u2e80-\\ud7ff]))(?:[a-z0-9]{1,20}[_.-]){0,3}(?:pg|mysql|db|user|admin|root|smtp|ftp|redis|ssh)?${passwordName}(?:[_-]?(?:hash|value|text))?["']?[*_]{0,2}((?:\\s\\p{L}{2,12}){0,2}["']?\\s{0,3}(?::=|=>|[:=：])[*_]{0,2}\\s{0,3}|\\s?\\|\\s?|\\s[-–—]\\s|(?:\\s[\\p{Ll}\\p{Lo}\\p{M}]{1,12}){0,4}\\s+(?:is|ist|est|es|é|è|e|was|to|from|är|er|on|jest|to|lautet|heißt|lyder|brzmi|equals|changed to|reset to|set to|will be|becomes|stays|remains|wird|sera|será|sarà|wordt|blir|będzie|будет|είναι|este|je|là|adalah|היא|הוא|هي|هو|है|คือ)(?:\\s+now)?:?\\s+|\\s{1,2}|(?<=[\\u2e80-\\ud7ff])(?:是|为|は|이|가|은|을|를)?\\s?)(?:["'\`「『]|[«„“‹]\\s?|(?:<\\w{1,8}>){1,2})?([^\\s"'\`<>,;，。；«»“”„」』]{4,128})`,
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
/** "unlock with: Gr4pevine!7 (that's the keystore password)" */
const saidBehind = new RegExp(
  `(?<![\\p{L}\\p{N}])["'\`]?([^\\s"'\`<>,;]{6,64})["'\`]?(?: [(–-] ?|, ?)(?:that['’]?s|this is|it['’]?s|das ist|c['’]est|es|é|è|to) (?:the |my |your |our |das |le |la |il |a |o ){0,2}(?:\\p{L}{2,14} ){0,2}${passwordName}`,
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
  find: (segment) => {
    const { text, signs, hints } = segment;
    const found: Candidate[] = [];
    if (signs & has.long) {
      addRandom(text, found);
      addKnown(text, found);
      addBasic(text, found);
      addTold(segment, found);
    }
    if (hints & hint.key) addNamed(text, found);
    if (hints & hint.password) addPasswords(text, found);
    if (hints & hint.login) addBeside(text, found);
    if (hints & (hint.password | hint.login | hint.door) || mayAnswer(segment)) addNear(segment, found);
    if (signs & has.digit && hints & hint.door) addCodes(text, found);
    if (signs & has.digit && signs & has.at) addAtHost(text, found);
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

/** A value in quotes to their end: 's3cr3t pass'. */
function quotedAt(text: string, start: number): string | null {
  const quote = text.charAt(start - 1);
  if (!/["'`]/.test(quote)) return null;
  const end = text.indexOf(quote, start);
  const value = end < 0 || end - start > 64 ? "" : text.slice(start, end);
  return value.length < 4 || value.includes("\n") ? null : value;
}

const separators = /[:=：]/;
/** "four-words-like-these" */
const phrase = /^\p{L}{3,}(?:[-_.]\p{L}{3,}){2,}$/u;

function addPasswords(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(namedPassword)) {
    const [whole, between = "", raw = ""] = match;
    const value = raw.replace(wideTail, "").replace(/[.!?)\]}、]+$/, "");
    const isPhrase = /["'`]$/.test(whole.slice(0, -raw.length)) && phrase.test(value);
    if (!isPhrase && !isPassword(value, separators.test(between) && !/\p{L}/u.test(between), between === ""))
      continue;
    // $PWD:/srv mounts a folder.
    if (between === ":" && value.startsWith("/")) continue;
    const start = match.index + whole.length - raw.length;
    found.push(at("PASSWORD", start, quotedAt(text, start) ?? value, 0.9));
  }
  for (const [form, isAssigned] of [
    [apposed, false],
    [saidBehind, false],
    [behind, false],
    [passField, true],
    [passBare, false],
  ] as const)
    for (const match of text.matchAll(form)) {
      const value = match[1] ?? "";
      if (isPassword(value, isAssigned, false))
        found.push(
          at(
            "PASSWORD",
            match.index + match[0].indexOf(value, form === behind || form === saidBehind ? 0 : 4),
            value,
            0.9,
          ),
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
  if (isProduct.test(value)) return false;
  return (isGlued || value.length >= 6) && mixed.test(value) && !/^\d{1,4}[.,:]?\d*$/.test(value);
}

/** "getPassword()", "os.getenv(": code that fetches one. */
const isCall = /^[A-Za-z_$][\w.$]*\((?:[\w.,$]*\);?)?$/;

const noPassword =
  /^\(\p{L}+$|^(?:is|was|async|await|function|new|null|undefined|will|must|should|may|can|not|no|yes|and|or|the|your|please|optional|incorrect|invalid|wrong|missing|expired|changed|reset|unset|hashed|encrypted|enter|choose|mindestens|minimum|minimal|minimal|mínimo|almeno|minimaal|moins)(?![\p{L}\p{N}])|^(?:zod\.|z\.|process\.|env\.|os\.|self\.|this\.|req\.|request\.|config\.|\p{L}+_?type)/iu;

/** What a server shows to everybody: "ssh-ed25519 AAAAC3…". */
const publicKey = /(?:^|\s)(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-[\w-]{1,16}|sk-ssh-ed25519@openssh\.com) $/;

function addRandom(text: string, found: Candidate[]): void {
  for (const match of text.matchAll(random)) {
    const [value] = match;
    if (publicKey.test(text.slice(Math.max(0, match.index - 32), match.index))) continue;
    const before = text.slice(Math.max(0, match.index - 48), match.index);
    if (/^sha\d{3}-/.test(value) || saysOther(before.slice(before.lastIndexOf("\n") + 1))) continue;
    if (/\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && entropy(value) >= randomEntropy)
      found.push(at("SECRET", match.index, value, 0.6));
  }
}
