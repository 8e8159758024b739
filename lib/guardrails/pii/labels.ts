import { LRUCache } from "lru-cache";
import { birthHints, birthNames } from "./birth-words.ts";
import type { FieldKind } from "./candidate.ts";

/** Words of which one in a field's name says what the field holds. In small letters; an apostrophe and marks as written. */
const words: readonly [FieldKind, string][] = [
  [
    "PASSWORD",
    "password passwd pwd passwort kennwort passphrase contraseña contrasena senha wachtwoord lösenord passord adgangskode kodeord salasana heslo jelszó parolă şifre şifrə пароль пароля парола гасло лозинка slaptažodis salasõna parool zaporka lozinka συνθηματικό סיסמה סיסמא पासवर्ड शब्दकूट कूटशब्द गुप्तशब्द संकेतशब्द lykilorð pasahitza contrasenya fjalëkalimi პაროლი գաղտնաբառ palavra-passe 密码 密碼 口令 パスワード 비밀번호 암호 รหัสผ่าน",
  ],
  [
    "PHONE_NUMBER",
    "phone telephone telephon tel mobile cell cellphone fax telefon telefonnummer telefonnr mobil mobilnummer mobilnr mobiltelefon handy handynummer festnetz rufnummer téléphone tél portable teléfono tel móvil celular telefone tlm telemóvel telefono cellulare telefoon telefoonnummer mobiel gsm puhelin puhelinnumero matkapuhelin telefoninumero komórka komórkowy telefonu telefonszám mobiltelefonszám telefonas telefono telefona tālrunis tālruņa mobilais telefonnumber mobiil telefonski mobitel telefonní телефон телефона телефону мобильный мобилен мобільний τηλέφωνο τηλεφώνου κινητό טלפון נייד הטלפון هاتف الهاتف جوال الجوال موبايل تلفن تلفون फ़ोन फोन मोबाइल दूरभाष telepon ponsel hp đt โทรศัพท์ เบอร์โทร เบอร์โทรศัพท์ มือถือ 电话 手机 電話 手機 电话号码 電話番号 手机号 手机号码 手機號碼 電話號碼 携帯 전화 전화번호 휴대폰 휴대전화 연락처 聯繫號碼 联系电话 聯絡電話 whatsapp",
  ],
  [
    "STREET_ADDRESS",
    "address addr adresse anschrift bydliště wohnort wohnanschrift domicil bostad bopæl property premises dirección direccion domicilio endereço endereco morada indirizzo adres adresregel adress gatuadress adresa adresy osoite katuosoite lähiosoite aadress adrese adresas cím lakcím naslov адрес адреса διεύθυνση כתובת הכתובת पते 번지 عنوان العنوان पता alamat ที่อยู่ ünvan helbidea heimilisfang adreça მისამართი հասցե 地址 住址 住所 주소",
  ],
];
/** Beside one of these an address, a password or a telephone is something else, or nothing of a person. */
const others =
  /^(?:e|mail|email|e_?mail|ip|ipv[46]|mac|web|url|uri|site|website|memory|bus|wallet|contract|smart|certificate|issued|rate|bitcoin|btc|eth|server|host|dns|gateway|base|start|return|block|port|hint|policy|strength|length|reset|forgot|forgotten|hash|type|format|model|version|min|max|count|required|expires?|expired|correo|электронный|электронной|почты|elektronik|eposta|e-posta|электронна|elektroniczny|ηλεκτρονικού|メール|邮箱|邮件|電子|电子|이메일|อีเมล|البريد|דוא|दिया)$/u;

/** "Email address", "IP address": the word before the last says that it is no person's street. */
export const isOtherAddress = (name: string): boolean =>
  /[ _-]/.test(name) &&
  name
    .toLowerCase()
    .split(/[ _.-]+/u)
    .slice(-2)
    .some((word) => others.test(word));

/** What a sentence has and a label has not: "passwords are hashed with". */
const sayings =
  /^(?:are|is|was|were|be|been|with|must|should|may|can|will|for|to|by|that|this|and|or|not|has|have|had|from|when|if|then|which|in|on|at|sind|ist|wird|werden|mit|muss|und|oder|nicht|est|sont|avec|pour|doit|debe|está|son|con|para|deve|è|sono|per|zijn|wordt|met|moet|är|och|med|er|og)$/u;

const kindOfWord = new Map<string, FieldKind>();
/** Words of every day as well: what stands behind them must look like a password. */
const doubtful = new Set("parole geslo sandi parola clave".split(" "));
for (const word of doubtful) kindOfWord.set(word, "PASSWORD");
/** They begin or end a street's name, so only alone they are a label. */
const streets = new Set(
  "street straße strasse calle rua rue voie vía via straat ulica ulice gatvė iela utca улица вулиця οδός רחוב الشارع شارع सड़क मार्ग गली jalan đường phố ถนน sokak cadde strada tänav 街道 도로명주소 거리".split(
    " ",
  ),
);
for (const [kind, list] of words) for (const word of list.split(" ")) kindOfWord.set(word, kind);
/** Two words that only together say it. */
const pairs = new Map<string, FieldKind>([
  ["mot de passe", "PASSWORD"],
  ["mật khẩu", "PASSWORD"],
  ["κωδικός πρόσβασης", "PASSWORD"],
  ["κωδικού πρόσβασης", "PASSWORD"],
  ["गुप्त शब्द", "PASSWORD"],
  ["điện thoại", "PHONE_NUMBER"],
  ["địa chỉ", "STREET_ADDRESS"],
  ["kata sandi", "PASSWORD"],
  ["كلمة المرور", "PASSWORD"],
  ["كلمة السر", "PASSWORD"],
  ["focal faire", "PASSWORD"],
  ["contact number", "PHONE_NUMBER"],
  ["kontakt nummer", "PHONE_NUMBER"],
  ["contact nummer", "PHONE_NUMBER"],
  ["numero di contatto", "PHONE_NUMBER"],
  ["número de contacto", "PHONE_NUMBER"],
  ["número de contato", "PHONE_NUMBER"],
  ["numéro de contact", "PHONE_NUMBER"],
  ["số liên lạc", "PHONE_NUMBER"],
  ["số liên hệ", "PHONE_NUMBER"],
  ["nomor kontak", "PHONE_NUMBER"],
  ["kontaktní číslo", "PHONE_NUMBER"],
  ["kontaktné číslo", "PHONE_NUMBER"],
  ["numer kontaktowy", "PHONE_NUMBER"],
  ["kontakt broj", "PHONE_NUMBER"],
  ["broj za kontakt", "PHONE_NUMBER"],
  ["kontaktna številka", "PHONE_NUMBER"],
  ["kontaktni broj", "PHONE_NUMBER"],
  ["kontakt telefon", "PHONE_NUMBER"],
  ["iletişim numarası", "PHONE_NUMBER"],
  ["контактный номер", "PHONE_NUMBER"],
  ["контактний номер", "PHONE_NUMBER"],
  ["رقم الإتصال", "PHONE_NUMBER"],
  ["رقم الاتصال", "PHONE_NUMBER"],
  ["מספר קשר", "PHONE_NUMBER"],
  ["số điện thoại", "PHONE_NUMBER"],
  ["kontaktnumber", "PHONE_NUMBER"],
  ["kontaktnummer", "PHONE_NUMBER"],
  ["kontaktinumero", "PHONE_NUMBER"],
]);
/** Every word of a label, by kind, so that a text without any need not be looked at. */
export const wordsOfLabels = (kind: FieldKind | "DATE_OF_BIRTH"): string[] =>
  kind === "DATE_OF_BIRTH"
    ? birthHints
    : [
        ...(kind === "STREET_ADDRESS" ? streets : []),
        ...[...kindOfWord].filter(([, own]) => own === kind).map(([word]) => word),
        ...[...pairs].filter(([, own]) => own === kind).flatMap(([pair]) => pair.split(" ")),
      ];
/** What a password is called, as alternatives of an expression. */
export const passwordNames = [...kindOfWord, ...pairs]
  .filter(([word, kind]) => kind === "PASSWORD" && !doubtful.has(word))
  .map(([word]) => word)
  .join("|");
/** Beginnings of words, because languages decline: "datum narození", "prvý riadok adresy", "telefonní číslo". At least four letters each. */
const stems: readonly [FieldKind, string][] = [
  [
    "DATE_OF_BIRTH",
    "birth geburt geboor naiss nacimi nacem naixem nascim nascit fødsel fødd födels fæðing synty urodz narozen naroden narodzen rođen rođenj rojstv рожд рођењ раѓањ народж раждан нараджэн γέννησ γεννήσ nașter naşter naster născut doğum szület dzimš dzimum gimim sünni sünd jaiotz datëlind לידה הלידה ميلاد الميلاد ولادة الولادة تولد जन्म জন্ম ജന്മ lahir kelahiran sinh เกิด დაბად ծննդ kapangan breithe kuzaliwa geniv",
  ],
  [
    "PASSWORD",
    "passwor passwr passord passwort contraseñ contrasen парол hasło hasła hasle heslo hesla lösenor lykilor salasan jelsz slaptaž salasõn lozink лозинк zapork συνθηματ wachtwoor adgangsk şifre şifrə kontrasen pasahitz",
  ],
  [
    "PHONE_NUMBER",
    "telef teléf télép telep telép mobiln mobilt móvil mobile телеф τηλέφ τηλεφ puhel matkapuh tālru tāļru telefoon celular cellul handyn rufnum",
  ],
  [
    "STREET_ADDRESS",
    "addres adreso adress adresa adrese adresy adresn adresu direcci direccio endere indiriz aadres osoite katuoso адрес διεύθυν διευθύν naslov alamat gatuadr gateadr vejnav lakcím helbid adreç",
  ],
];
const birth = new RegExp(`^(?:${birthNames})$`, "iu");
const stemsOf = stems.map(([kind, list]) => [kind, list.split(" ")] as const);
/** So many letters of a stem are looked up in a text. */
export const stemLetters = 4;
export const stemsOfLabels = (kind: FieldKind): string[] =>
  stemsOf
    .filter(([own]) => own === kind)
    .flatMap(([, list]) => list.map((stem) => stem.slice(0, stemLetters)));
const maxWords = 5;

const known = new LRUCache<string, FieldKind | "none">({ max: 5_000 });

/** What a label says its value is, by the words in it; null for one that says nothing, or of an e-mail's, a server's address. */
export function labelKind(name: string): FieldKind | null {
  if (name.length < 2 || name.length > 40) return null;
  const remembered = known.get(name);
  if (remembered !== undefined) return remembered === "none" ? null : remembered;
  const kind = kindOf(name);
  known.set(name, kind ?? "none");
  return kind;
}

function kindOf(name: string): FieldKind | null {
  const plain = name
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .replace(/[_\s.:：]+/gu, " ")
    .replace(/i̇/gu, "i")
    .replace(/(?<!\p{L})[ld]['’]/gu, "")
    .trim();
  if (birth.test(plain)) return "DATE_OF_BIRTH";
  const parts = plain.split(/[ ]/u);
  if (parts.length === 1 && streets.has(plain)) return "STREET_ADDRESS";
  if (parts.length > maxWords || parts.some((part) => others.test(part) || sayings.test(part))) return null;
  for (const [pair, kind] of pairs) if (plain.includes(pair)) return kind;
  for (const part of parts) {
    const kind = kindOfWord.get(part);
    if (kind) return kind;
  }
  // "Bezorgadres", "Rechnungsadresse", "toimitusosoite": compounds end with what they are.
  if (parts.some((part) => /.(?:adress?e?|address|anschrift|osoite|indirizzo)$/u.test(part)))
    return "STREET_ADDRESS";
  for (const [kind, list] of stemsOf)
    if (parts.some((part) => list.some((stem) => part.startsWith(stem)))) return kind;
  return wideKind(plain);
}

/** In scripts without spaces the telling word stands anywhere: 新しいパスワード, 第一行地址. */
function wideKind(name: string): FieldKind | null {
  if (!/[\u2e80-\ud7ff\u0e00-\u0e7f]/u.test(name)) return null;
  for (const [word, kind] of kindOfWord)
    if (/[\u2e80-\ud7ff\u0e00-\u0e7f]/u.test(word) && name.includes(word)) return kind;
  return null;
}
