import type { Candidate } from "./candidate.ts";
import { hint } from "./hints.ts";
import { passwordNames } from "./labels.ts";
import { isStandIn } from "./web.ts";

/** What a password is called in code, options and files of settings, whatever stands before it: "db_pass", "keyStorePassword". */
const codeName = `[\\w.-]{0,40}?(?:${passwordNames}|pass(?:word|wd|phrase)|(?<![a-z])pass(?![a-z])|pwd)`;
const value = "([^\\s\"'`<>,;]{4,128})";
const quoted = `["'\`]([^"'\`\\n]{4,64})["'\`]`;
const user = "[\\p{L}\\p{N}_.@+\\\\-]{2,64}";

/** A login and its password side by side: "log in as mira / Kestrel94x", "creds: mira:Kestrel94x". */
const pair = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:log(?:ged)? ?in|log ?on|sign(?:ed)? in|connect|authenticate|anmeld(?:en|ung)|einloggen|eingeloggt|connexion|connecter|entrar|acceder|accedere|inloggen|logga in|zaloguj|войти|zalogować)(?: \\p{L}{1,10}){0,2} (?:with|as|using|mit|als|avec|con|com|met|med|jako|как|с)|(?:creds?|credentials|logins?|zugangsdaten|anmeldedaten|logindaten|zugang|identifiants?|accès|credenciales|acceso|credenciais|acesso|credenziali|accesso|inloggegevens|inloggningsuppgifter|dane (?:do )?logowania|přihlašovací údaje|date de conectare|учётные данные|доступ|логин|accounts?|konto|账号|帳號|アカウント|계정|(?:user(?:name)?|login|usuario|usuário|utente|benutzer|identifiant|użytkownik|логин) ?(?:\\/|and|und|y|e|et|i|и|\\+) ?(?:pass(?:word|wd)?|pw|pwd|${passwordNames}))(?: (?:are|is|sind|ist|for \\S{2,30}|für \\S{2,30}))?) ?[:=：]? ?["'\`(]?${user}["'\`]?(?: ?[/|:] ?| [-–] )["'\`]?${value}`,
  "giu",
);
/** Not who logs in but where the secret is kept. */
const isVault =
  /(?:^|[\s:=("'])(?:vault|secrets?|see|siehe|ssm|kv|op|https?|file|ldap|oauth2?|sso|saml|oidc|google|github|microsoft|apple)["'`]?\s?[/|:]/iu;

type Form = { form: RegExp; isSure?: true };
/** Where a word for passwords stands, grown together with others or in a place of its own. */
const named: readonly Form[] = [
  // <password>…</password>
  {
    form: new RegExp(`<(?:\\w{1,16}:)?${codeName}(?: [^<>\\n]{0,60})?>([^<>\\n]{4,64})<\\/`, "giu"),
    isSure: true,
  },
  // - name: DB_PASSWORD␤  value: …; name="password" value="…"
  {
    form: new RegExp(
      `(?<!\\p{L})(?:name|key|id)["']? ?[:=] ?["']?${codeName}["']?[\\s,;]{1,12}["']?value["']? ?[:=] ?["']?${value}`,
      "giu",
    ),
    isSure: true,
  },
  // define('DB_PASSWORD', '…'), setPassword("…"), builder.password("…")
  {
    form: new RegExp(`(?<![\\w.-])${codeName}(?:["'] ?, ?|\\()${quoted}`, "giu"),
    isSure: true,
  },
  // DB_PASS=…, ansible_ssh_pass: …, const dbPass = "…"
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:[\\w.]{1,40}[_.-](?:pass|PASS|auth_token)|\\w{1,30}(?:Pass|Password|Passwd|Pwd)) ?(?::=|=>|[:=]) ?["'\`]?${value}`,
      "gu",
    ),
  },
  // password: process.env.DB_PASSWORD || '…'; os.getenv("PASS") or "…"
  {
    form: new RegExp(`(?<![\\w.-])${codeName}[^\\n|?]{0,48}?(?:\\|\\||\\?\\?|:-| or ) ?${quoted}`, "giu"),
    isSure: true,
  },
  // user kran pass …
  { form: new RegExp(`(?<!\\p{L})(?:user(?:name)?|login) ${user} pass(?:word|wd)? ${value}`, "giu") },
  // pass=7)(XVYso9_0#8: in code nothing but a value follows at once
  { form: new RegExp(`(?<![\\p{L}\\p{N}_])pass=${value}`, "giu") },
];
/** Where no such word stands. */
const unnamed: readonly Form[] = [
  // new NetworkCredential("svc", "…"), BasicAuth("svc", "…")
  {
    form: new RegExp(`(?:credentials?|basicauth|auth|login)\\(\\s?["'][^"'\\n]{1,64}["'], ?${quoted}`, "giu"),
  },
  { form: new RegExp(`ConvertTo-SecureString (?:-String )?${quoted}`, "giu"), isSure: true },
  {
    form: new RegExp(`(?<![\\p{L}\\p{N}])(?:[\\w.]{0,40}[_.-])?psk ?(?::=|=>|[:=]) ?["'\`]?${value}`, "giu"),
  },
  { form: new RegExp(`(?<![\\p{L}\\p{N}])psk ?[:=] ?${quoted}`, "giu"), isSure: true },
  // CREATE USER mira IDENTIFIED BY '…'; enable secret 0 …; requirepass …
  {
    form: new RegExp(
      `(?<!\\p{L})(?:identified (?:with \\S{2,40} )?by|(?:enable|username \\S{1,40}) (?:secret|password)(?: [05789])?|requirepass|masterauth) ["'\`]?${value}`,
      "giu",
    ),
  },
  // WiFi: Guest␤Key: …
  {
    form: new RegExp(
      `(?<!\\p{L})(?:wi-?fi|wlan|ssid)(?!\\p{L})[^\\n]{0,40}\\n?[ ]?(?:key|code|schlüssel|clé|clave|chave|chiave|klucz|ключ|senha|pw|密钥|キー) ?[:=：] ?${value}`,
      "giu",
    ),
  },
  // U: mira P: …
  {
    form: new RegExp(
      `(?<!\\p{L})(?:u|user(?:name)?|login|usr) ?[:=] ?${user}[\\s,;/|]{1,3}(?:p|pw|pass) ?[:=] ?["'\`]?${value}`,
      "giu",
    ),
  },
];

/** net use z: \\h\s /user:mira … */
const userSlash = new RegExp(`\\/user:\\S{1,64} ["']?${value}`, "giu");

const tool = (names: string, option: string) =>
  new RegExp(`(?<![\\w-])(?:${names})(?![\\w-])[^\\n]{0,100}?\\s${option}[ =]?["']?([^\\s"']{4,128})`, "g");
/** Options of programs that take a password, which in other programs mean a port or a path. */
const options: readonly RegExp[] = [
  tool("mysql|mysqldump|mysqladmin|mariadb", "-p"),
  tool(
    "sshpass|mongo(?:sh|dump|restore|export|import)?|(?:docker|podman|oc|az|registry|nerdctl) login|cqlsh",
    "-p",
  ),
  tool("redis-cli|valkey-cli", "(?:-a|--pass)"),
  tool("ldap(?:search|modify|add|delete|whoami|passwd)", "-w"),
  tool("sqlcmd|bcp|osql|isql|tsql|mosquitto_(?:pub|sub|passwd)|ipmitool|zip|unzip", "-P"),
  tool("keytool|jarsigner|apksigner", "-{1,2}(?:storepass|keypass|ks-pass)"),
  tool("xfreerdp|mstsc|wfreerdp", "\\/p:"),
  tool("evil-winrm|crackmapexec|netexec|nxc|rdesktop|hydra|swaks", "-{1,2}(?:p|ap)"),
  tool("gpg2?|ansible-vault|borg|restic|openssl", "-{1,2}(?:passphrase|pass|passin|passout|k)"),
  /(?<![\w-])net user (?:\/add )?\S{1,64} ["']?([^\s"'/*]{4,128})/gi,
  /(?<![\w-])net use \S{1,40} (?:\S{1,100} )?["']?([^\s"'/*\\]{6,128})/gi,
  /(?<![\w-])wpa_passphrase \S{1,40} ["']?([^\s"']{8,63})/g,
  /(?<![\w-])lftp -u ["']?[^\s"',]{1,64},([^\s"']{4,128})/g,
  /(?<![\w-])(?:smbclient|smbmap|rpcclient|mount\.cifs)(?![\w-])[^\n]{0,100}?\s-U[ =]?["']?[^\s"'%]{1,64}%([^\s"']{4,128})/g,
  /(?<![\w-])htpasswd -\w{0,6}b\w{0,6} \S{1,80} \S{1,64} ["']?([^\s"']{4,128})/g,
  /["' ][\w.-]{1,32}:([^\s"':]{4,64})["']? ?\| ?(?:sudo )?chpasswd/g,
];

const mixed = /\d.*\p{L}|\p{L}.*[\d!@#$%^&*]|\p{Ll}\p{Lu}/u;
const isReference =
  /^[A-Za-z_$]+(?:\.[A-Za-z_$]+)+$|^(?:\$|%\w|\{\{|https?:|\/\/|\.{0,2}\/|~\/|<)|^[\w.]+\((?:\)|$)|^\d{1,5}(?::\d{1,5})?$/u;
const isWord =
  /^(?:required|optional|string|null|none|true|false|undefined|empty|hidden|removed|redacted)$/iu;

const isLikely = (text: string, isSure: boolean) =>
  text.length >= 4 &&
  !isStandIn(text) &&
  !isReference.test(text) &&
  !isWord.test(text) &&
  (isSure ? !/\s/.test(text) || mixed.test(text) : text.length >= 6 && mixed.test(text));

function add(found: Candidate[], text: string, form: RegExp, isSure: boolean): void {
  for (const match of text.matchAll(form)) {
    const raw = match[1] ?? "";
    const own = raw.replace(/[.!?)\]}、。»”]+$/u, "");
    const end = isSure ? raw : own;
    if (!isLikely(end, isSure) || (form === pair && (isVault.test(match[0]) || own.includes("/")))) continue;
    const start = match.index + match[0].lastIndexOf(raw);
    found.push({ type: "PASSWORD", start, end: start + end.length, score: 0.9 });
  }
}

/** Passwords beside a login, in a call, an element, a variable of the environment. */
export function addLogins(text: string, hints: number, found: Candidate[]): void {
  const isNamed = (hints & hint.password) !== 0;
  const isLogin = (hints & hint.login) !== 0;
  if (isNamed || isLogin) add(found, text, pair, false);
  if (isNamed) for (const { form, isSure } of named) add(found, text, form, isSure ?? false);
  if (isLogin) for (const { form, isSure } of unnamed) add(found, text, form, isSure ?? false);
}

/** The same behind the options of programs. */
export function addToolOptions(text: string, hints: number, found: Candidate[]): void {
  if (hints & hint.tool) for (const form of options) add(found, text, form, false);
  if (hints & hint.userOption && text.includes("/user:")) add(found, text, userSlash, false);
}
