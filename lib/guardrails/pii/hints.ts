import { birthStems } from "./birth-words.ts";
import { livedHints } from "./lived.ts";
import { loginHints, toolHints } from "./login-words.ts";
import { nationalHints } from "./national-names.ts";
import { stemLetters, stemsOfLabels, wordsOfLabels } from "./labels.ts";
import { declinedWords, suffixWords, townWords } from "./street-words.ts";
import { has, isWordSign } from "./symbols.ts";

/** What the words of a text hint at, as bits: without its hint an expression need not run. */
export const hint = {
  english: 1,
  box: 2,
  compound: 4,
  preposition: 8,
  french: 16,
  romance: 32,
  slavic: 64,
  postposed: 128,
  labelled: 256,
  birth: 512,
  password: 1024,
  key: 2048,
  userOption: 4096,
  label: 8192,
  road: 16384,
  asian: 32768,
  script: 65536,
  lived: 131072,
  login: 262144,
  tool: 524288,
  national: 1048576,
  door: 2097152,
  statement: 4194304,
} as const;

const lists: readonly [number, string][] = [
  [
    hint.english,
    "street st road rd avenue ave av lane ln drive dr boulevard blvd way court ct place pl square sq terrace ter close crescent cres row hill gardens grove walk mews highway hwy parkway pkwy circle cir trail trl alley plaza wharf quay parade rise green loop bend heights hts vale view mount esplanade turnpike pike crossing xing path run ridge point streets roads squares avenues drives lanes courts ways points passage broadway expressway freeway causeway yard strand embankment croft wynd meadow meadows cottages orchard boardwalk promenade kingsway queensway highgate whitehall piccadilly cheapside",
  ],
  [
    hint.box,
    "pob private locked gpo casilla cas postilokero postfack pošt poštovní poštanski postafiók căsuța casuta posta kotak hộp абонентский абонентська а пощенска ταχ ταχυδρομική τ τθ ת ص صندوق skr box postfach postboks postbus postbox apartado caixa boîte bp casella skrytka psc",
  ],
  [
    hint.road,
    "retreat gate pde cct tce circuit suite ste unit cove glen hollow knoll bluff garth brae spinney copse maltings crest corniche marg nagar salai chowk sarani bazaar trace route hwy highway us u rte rt sr cr fm farm interstate i house plot door flat shop khasra h d apartment apt villa block blk lot street st road rd n s e w north south east west " +
      suffixWords,
  ],
  [hint.lived, livedHints],
  [hint.asian, "đường phố ngõ ngách hẻm kiệt jalan jln jl lorong lrg persiaran lebuh lebuhraya gang gg"],
  [
    hint.script,
    "شارع طريق جادة نهج زنقة خیابان کوچه بلوار بزرگراه رחוב רחוב ברחוב לרחוב רח שדרות שד בשדרות לשדרות דרך סמטת כיכר מבוא मार्ग रोड सड़क गली नगर पथ स्ट्रीट चौक कॉलोनी विहार मकान फ्लैट प्लॉट घर",
  ],
  [
    hint.compound,
    "str straße strasse gasse allee platz weg straat laan gade gate vej vei gata damm stieg plein kade väg stig torg gränd ring ufer markt hof promenade chaussee brücke steig",
  ],
  [
    hint.preposition,
    "am an auf im in zum zur unter hinter vor alte alter neue neuer große großer kleine kleiner",
  ],
  [
    hint.french,
    "rue avenue av boulevard bd bvd place chemin ch impasse quai allée allées cours route rte square passage sentier ruelle faubourg villa cité résidence lotissement esplanade imp chem boul pl all lieu res rés hameau montée rond parvis promenade voie venelle clos sq traverse levée mail",
  ],
  [
    hint.romance,
    "c calle carrer cl avda avd avenida avinguda av plaza pza pl plaça paseo passeig pº ronda camino travesía travessia travessa tv rua r praça pç largo estrada alameda al rodovia beco via viale v piazza piazzetta piazzale p corso vicolo strada lungomare contrada salita rue chemin route boulevard quai place str bulevardul bd calea aleea șoseaua șos carrera cra kra kr cr cll dg diag avenue chaussée drève allée impasse splaiul piața fundătura callejón blvd prolongación glorieta rambla malecón ladeira viela calçada zza go traversa galleria estr psje rúa väg autopista circunvalar quadra qd manzana mz mza sqn sqs scn shn ctra carretera autovía urb urbanización polígono pasadizo transv transversal prol privada priv cerrada circuito colonia barrio sector rotonda costanera bajada subida partida lugar rodovia quinta bairro loc località fraz frazione borgo rione da passeggiata s ss sp tr diagonal transversal cuesta drumul intrarea pasaje jirón jr jalan jl jln đường " +
      townWords,
  ],
  [
    hint.slavic,
    "ul ulica ulice al aleja os osiedle pl plac nám náměstí třída tř ул улица вул вулиця пр проспект просп пер провулок переулок бульвар бул наб набережная алл аллея площадь площа шоссе ш ulitsa odos οδός οδ λεωφόρος λεωφ πλατεία πλ мкр микрорайон б кт проезд просека тупик линия námestie nábřeží nábř nábrežie trg bulevar šetalište obala rynek g al pr ж трг булевар " +
      declinedWords,
  ],
  [
    hint.postposed,
    "u utca út útja tér krt körút köz sor sétány ulica ulice caddesi cad cd sokak sokağı sok sk bulvarı blv mahallesi mah gatve iela tänav tn mnt maantee puiestee pst prospekts bulvāris šoseja prospektas náměstí námestie nám třída cesta trg bulevar rkp rakpart fasor sugárút проспект просп пр переулок пер шоссе бульвар б набережная наб площадь пл улица ул проезд тупик аллея вулиця провулок площа",
  ],
  [
    hint.labelled,
    "address adresse anschrift strasse straße street domicilio dirección direccion endereço endereco indirizzo adres adresa cím osoite adress адрес عنوان",
  ],
  [
    hint.password,
    "pass psw ww password passwd passphrase passcode pwd pw passwort kennwort mdp passe contraseña contrasena clave senha parola hasło haslo wachtwoord lösenord passord adgangskode salasana heslo jelszó parolă şifre sifre пароль lautet المرور khẩu pgpassword mysqlpwd dbpassword userpassword wlan wifi wi wpa netzwerk netzwerkschlüssel wlanschlüssel network הסיסמה סיסמה lösenordet passordet adgangskoden parolanız parolam şifreniz şifrem jelszava jelszavam κωδικός κωδικό standardkennwort standardpasswort initialpasswort",
  ],
  [
    hint.key,
    "key keys apikey token tokens secret bearer credential credentials accesskey secretkey clientsecret accesstoken authtoken authorization schlüssel nyckel nøgle nøkkel sleutel kulcs klíč kľúč avain anahtar anahtarı ключ clé clave chave chiave klucz cheie khóa kunci",
  ],
  [hint.userOption, "u user curl"],
  [
    hint.door,
    "pin pincode geheimzahl code passcode accesscode código türcode torcode haustürcode eingangscode zugangscode alarmcode keypad digicode puk combination opens öffnet",
  ],
  [hint.statement, "insert"],
  [hint.login, loginHints],
  [hint.tool, toolHints],
  [hint.national, nationalHints],
];
/** Words that count only with a capital, such as "Am Markt 5", because other languages write them all the time. */
const capitalOnly = hint.preposition;
/** Abbreviations of one letter count only before a full stop or a slash: "C/ Mayor 3", "u. 15". */
const shortest = 1;

/** Bits by the hash of a word, so that a text is looked up without being cut into strings. */
const words = new Map<number, number>();
const seed = 0x811c9dc5;
const step = (hash: number, code: number) => Math.imul(hash ^ code, 0x01000193);
const hashOf = (word: string) => {
  let hash = seed;
  for (let at = 0; at < word.length; at += 1) hash = step(hash, lower(word.charCodeAt(at)));
  return hash;
};
const add = (bit: number, word: string) => words.set(hashOf(word), (words.get(hashOf(word)) ?? 0) | bit);
for (const [bit, list] of lists) for (const word of list.split(" ")) add(bit, word);
for (const word of wordsOfLabels("DATE_OF_BIRTH")) add(hint.birth | hint.label, word);
for (const word of wordsOfLabels("PASSWORD")) add(hint.password | hint.label, word);
/** Bits by the hash of a word's first letters. */
const firsts = new Map<number, number>();
for (const [kind, bit] of [
  ["DATE_OF_BIRTH", hint.birth | hint.label],
  ["PASSWORD", hint.password | hint.label],
  ["PHONE_NUMBER", hint.label],
  ["STREET_ADDRESS", hint.label],
] as const)
  for (const stem of stemsOfLabels(kind)) firsts.set(hashOf(stem), (firsts.get(hashOf(stem)) ?? 0) | bit);
for (const stem of birthStems) {
  const first = hashOf(stem.slice(0, stemLetters));
  firsts.set(first, (firsts.get(first) ?? 0) | hint.birth | hint.label);
}
for (const kind of ["PHONE_NUMBER", "STREET_ADDRESS"] as const)
  for (const label of wordsOfLabels(kind)) for (const word of label.split("-")) add(hint.label, word);

/** Endings of one-word street names, by their last three letters. */
const endings = new Set<number>();
const packed = (a: number, b: number, c: number) => (a << 16) | (b << 8) | c;
for (const ending of "aße sse str weg atz lee ing fer amm see eig fad rkt ben erg hof cke ile ieg kai ade all tan gen änd get gata ata eie vej vei llé æde ads atu tie uja lku aat aan ein cht jk gel eef ijk jen ien gur aut æti tee"
  .split(" ")
  .filter((each) => each.length >= 3)) {
  endings.add(packed(ending.charCodeAt(0), ending.charCodeAt(1), ending.charCodeAt(2)));
}

/** "dbPass", "rootPwd": endings of names of fields that are grown together. */
const grownTails = new Set(
  ["ass", "pwd"].map((tail) => packed(tail.charCodeAt(0), tail.charCodeAt(1), tail.charCodeAt(2))),
);

/** Small letters of the alphabets the lists are written in. */
function lower(code: number): number {
  if (code < 128) return code >= 65 && code <= 90 ? code + 32 : code;
  if ((code >= 0xc0 && code <= 0xde) || (code >= 0x410 && code <= 0x42f)) return code + 32;
  if (code >= 0x391 && code <= 0x3a9) return code + 32;
  if (code >= 0x400 && code <= 0x40f) return code + 80;
  return (code >= 0x100 && code <= 0x17f) || (code >= 0x200 && code <= 0x233) ? code | 1 : code;
}

/** One pass over the words of a text. */
export function hintsOf(text: string, signs: number): number {
  let hints = 0;
  let start = -1;
  let hash = seed;
  let tail = 0;
  let first = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 32;
    if (isLetter(code)) {
      if (start < 0) {
        start = at;
        hash = seed;
      }
      const small = lower(code);
      hash = step(hash, small);
      if (at - start === stemLetters - 1) first = hash;
      tail = ((tail << 8) | (small & 255)) & 0xffffff;
      continue;
    }
    if (start < 0) continue;
    let bits = ofWord(text, start, at, words.get(hash) ?? 0) | ofEnds(at - start, first, tail);
    if (bits & named) bits |= hint.label;
    hints |= bits;
    start = -1;
  }
  // Scripts without spaces have no words to look up.
  return signs & has.wide
    ? hints | hint.birth | hint.password | hint.key | hint.labelled | hint.label | hint.national | hint.login
    : hints;
}

/** What one word hints at by its letters' case and the signs around it, `own` being what its hash says. */
function ofWord(text: string, start: number, end: number, own: number): number {
  if (end - start === shortest)
    return ofLetter(text, start, end < text.length ? text.charCodeAt(end) : 32, own);
  // "id" is a field's name in most data, and a card's only before another word.
  if (end - start === 2 && own & hint.national && isIdAlone(text, start)) return own & ~hint.national;
  const isSmall = (own & capitalOnly) !== 0 && lower(text.charCodeAt(start)) === text.charCodeAt(start);
  const bits = isSmall ? own & ~capitalOnly : own;
  return end - start > 8 ? bits | inside(text.slice(start, end).toLowerCase()) : bits;
}

const isIdAlone = (text: string, at: number) =>
  lower(text.charCodeAt(at)) === 105 &&
  lower(text.charCodeAt(at + 1)) === 100 &&
  !/[ _.-]/.test(text.charAt(at + 2));

/** What its first and last letters hint at. */
function ofEnds(length: number, first: number, tail: number): number {
  let bits = length >= stemLetters ? (firsts.get(first) ?? 0) : 0;
  if (length >= 5 && endings.has(tail)) bits |= hint.compound;
  if (length > 5 && grownTails.has(tail)) bits |= hint.password;
  return bits;
}

const [fullStop, slash, quote, gershayim, tav] = [0x2e, 0x2f, 0x22, 0x5f4, 0x5ea];

/** "C/", "u.", "-u"; "C.P.F.", "a.k.", ת"ז: only abbreviations have a letter between full stops. */
function ofLetter(text: string, at: number, after: number, own: number): number {
  if (after === fullStop && (at === 0 || text.charCodeAt(at - 1) === fullStop)) return own | hint.national;
  if (after === fullStop || after === slash) return own;
  const isHebrew = (after === quote || after === gershayim) && text.charCodeAt(at) === tav;
  // 4417 W 5600 S
  if (after === 32 && text.charCodeAt(at) < 91 && own & hint.road) return hint.road;
  const isField = after === 58 || after === 61;
  return (own & (isField ? hint.userOption | hint.login : hint.userOption)) | (isHebrew ? hint.national : 0);
}

const named = hint.birth | hint.password | hint.labelled;
const isLetter = (code: number) =>
  code < 128 ? (code >= 97 && code <= 122) || (code >= 65 && code <= 90) : isWordSign(code);

/** "mysqlPassword", "kundenadresse": names of fields are grown together. */
function inside(word: string): number {
  let bits = 0;
  if (word.includes("pass") || word.endsWith("pwd")) bits |= hint.password;
  if (word.includes("securestring") || word.includes("credential") || word === "basicauth")
    bits |= hint.login;
  if (word.endsWith("key") || word.endsWith("token") || word.endsWith("secret")) bits |= hint.key;
  if (word.includes("birth")) bits |= hint.birth;
  if (word.includes("address")) bits |= hint.labelled;
  return bits;
}
