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
