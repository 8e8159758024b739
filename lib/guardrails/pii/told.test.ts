import { expect, it } from "vitest";
import { detectPii } from "./detect.ts";

const found = (text: string) => detectPii(text).map(({ type, text: value }) => [type, value]);
const hex = "5f74115bbcccc4a9646df02cf886efce";
const mixed = "kuwNNMQcC9kQsC10Darung";

it.each([
  [`export BREVLY_KEY=${hex}`, "API_KEY", hex],
  [`TWILIO_AUTH=${hex}`, "API_KEY", hex],
  [`env: { name: MAPPLE_SECRET, value: ${mixed} }`, "API_KEY", mixed],
  [`the server wants ${mixed} as api token`, "API_KEY", mixed],
  ["my dev key is qk-im21t9HO6lJ5GNPQDf1To02BGTD6iQ, thanks", "API_KEY", "qk-im21t9HO6lJ5GNPQDf1To02BGTD6iQ"],
  [`le jeton ${mixed} est refusé`, "API_KEY", mixed],
  ["i keep typing Mango!tree77 and it says wrong password", "PASSWORD", "Mango!tree77"],
  ["my password used to be rosie2014", "PASSWORD", "rosie2014"],
  ["password reset ok, new one: Harbor.Moon61", "PASSWORD", "Harbor.Moon61"],
  ["The password I was given over the phone was Teapot-4-Two.", "PASSWORD", "Teapot-4-Two"],
  ["wifi is OfficeGuest, key pinecone4477", "PASSWORD", "pinecone4477"],
  ["admin:ch4ngeMeSoon@10.0.0.7 in the wiki", "PASSWORD", "ch4ngeMeSoon"],
  ["passcode for the meeting: 884213", "PASSWORD", "884213"],
  ["PIN 4471 does not work", "PASSWORD", "4471"],
  ["unlock code 73-28-91 for the box", "PASSWORD", "73-28-91"],
  ["DL# N1178439 state CA", "NATIONAL_ID", "N1178439"],
  ["my driver's license X4619785 was suspended", "NATIONAL_ID", "X4619785"],
  ["Medicare beneficiary identifier (MBI): 2EL7-TW6-UV87", "NATIONAL_ID", "2EL7-TW6-UV87"],
  ["Krankenversichertennummer V021602860", "NATIONAL_ID", "V021602860"],
  ["Agent: date of birth?\nCaller: 06-04-2004", "DATE_OF_BIRTH", "06-04-2004"],
  ["He gave 09-18-1976 as his date of birth.", "DATE_OF_BIRTH", "09-18-1976"],
  ["Geburtsdatum stimmt nicht, richtig ist 9.9.69", "DATE_OF_BIRTH", "9.9.69"],
  ["i use Lantern83 everywhere and the password is wrong now", "PASSWORD", "Lantern83"],
  ["log in as demo with harbour-pepper35", "PASSWORD", "harbour-pepper35"],
  ["New password below, valid today:\n\nkYVV*OOpJKR7P\n", "PASSWORD", "kYVV*OOpJKR7P"],
  ["le code de la boîte à clés est 4562", "PASSWORD", "4562"],
  ["tablet unlock code on a sticker, 059617", "PASSWORD", "059617"],
  ["INSERT INTO users (login, pwd, born_on) VALUES ('kb', 'BICYCLE5803', NULL);", "PASSWORD", "BICYCLE5803"],
  ["insert into t (id, phone) values (1, 'a''b'), (2, '020 7946 0018')", "PHONE_NUMBER", "020 7946 0018"],
  [`name,token\nci,${mixed}${mixed}`, "API_KEY", `${mixed}${mixed}`],
  [`Set-Cookie: id=${hex}; HttpOnly`, "API_KEY", hex],
  ["activation key DS19Y-FOAB0-PJTKF-3MI5T", "API_KEY", "DS19Y-FOAB0-PJTKF-3MI5T"],
  ["> Basic c3ZjOmNNRW40MGZQUTJDazJ4a0ZvaA==", "API_KEY", "c3ZjOmNNRW40MGZQUTJDazJ4a0ZvaA=="],
  [`git clone https://${mixed}@git.corp.example/a`, "URL_CREDENTIALS", `https://${mixed}@git.corp.example/a`],
  ["Please take 3397808824 off your calling list.", "PHONE_NUMBER", "3397808824"],
  ["Mum's house is 01275498654", "PHONE_NUMBER", "01275498654"],
  ["To: <sip:+19073395744@carrier.example>", "PHONE_NUMBER", "+19073395744"],
  ["Pt is a 54F (11/11/1985) with chest pain", "DATE_OF_BIRTH", "11/11/1985"],
  ["customer gave 08/09/1996 when asked when she was born", "DATE_OF_BIRTH", "08/09/1996"],
  ["Q: When were you born? A: July 20, 1959", "DATE_OF_BIRTH", "July 20, 1959"],
  ['no match for "630 Bell Flat Apt. 639"', "STREET_ADDRESS", "630 Bell Flat Apt. 639"],
  ["fwd to 07700400380 if nobody picks up", "PHONE_NUMBER", "07700400380"],
  ["Hi, new number 712 529 3083 save it", "PHONE_NUMBER", "712 529 3083"],
  ["transfer fromDE89370400440532013000 bounced", "IBAN_CODE", "DE89370400440532013000"],
])("%j has what is said near it", (text, type, value) => {
  expect(found(text)).toContainEqual([type, value]);
});

it.each([
  `commit ${hex}${hex.slice(0, 8)} broke the api`,
  `cache key ${hex}`,
  `sha256:${hex}${hex} of the secret`,
  `token limit 128000 exceeded for request id ${hex}`,
  "public key: ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7Lk5Yp9XbHd3McGsEf1UaToW6NqRi0y ops",
  "const getAuthenticationProviderConfigurationOrDefault = createTokenServiceConfiguration",
  "the password for Lena42 has expired",
  "reset your Office365 password on Windows11",
  "the pin of 4471 connectors, page 4472",
  "2147483647 is the number to call it a day",
  "integrity sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
  "Password: (leave empty to keep the old one)",
  "Mozart's birth house reopens on 3 June 2026",
  "12 National Parks and 3 Trader Stations",
  "INSERT INTO jobs (name, retries) VALUES ('nightly', 12345678);",
  "jdoe42 has reset the password",
  "The password must be at least 12chars and the hash is sha256.",
  "password rotation: every 90days",
  "PIN 560034 Bengaluru",
  "error code 4471 is not a code review",
  "The port range is 30000-32767.",
  "please confirm your date of birth before 12/05/2026",
])("%j has nothing of anybody's", (text) => {
  expect(found(text)).toEqual([]);
});
