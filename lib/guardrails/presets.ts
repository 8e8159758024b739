import type { PolicyRulesInput } from "./schema.ts";
import type { piiTypes, presetKeys } from "./constants.ts";

type PiiType = (typeof piiTypes)[number];
export type PresetKey = (typeof presetKeys)[number];

/** One thing a law or a standard names, what of a policy looks for it, and what stays open. */
export type PresetItem = {
  name: string;
  /** Kinds and patterns of the rules that look for it; empty where no text tells it. */
  by: readonly string[];
  /** What of it is not found; null where the figures of its kinds say all that is known. */
  gap: string | null;
};

/** A policy to begin with: rules for what a law or a standard names, and what they cannot find. No legal opinion. */
export type PolicyPreset = {
  key: PresetKey;
  name: string;
  about: string;
  source: string;
  rules: PolicyRulesInput;
  items: readonly PresetItem[];
};

const everywhere = { input: "redact", output: "redact", stored: "redact" } as const;
const redacted = (...types: PiiType[]) => types.map((type) => ({ type, ...everywhere }));
const secrets: PiiType[] = ["PASSWORD", "API_KEY", "PRIVATE_KEY", "URL_CREDENTIALS", "SECRET"];
const pattern = (name: string, expression: string) => ({
  name,
  pattern: expression,
  action: "redact" as const,
  stages: ["input" as const, "output" as const, "stored" as const],
});

const months =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
/** A number behind its name: "MRN: 00123", "account no. 4471-09". */
const numbered = (names: string, number: string) =>
  `(?i)\\b(?:${names})\\.?[\\s:#]{0,3}(?:(?:no|nr|number|id|code)\\b\\.?)?[\\s:#]{1,3}(?:is\\s)?${number}`;
const mixed = "[A-Z]{0,4}-?[0-9][A-Z0-9-]{3,19}\\b";

const hipaaPatterns = [
  pattern(
    "Date with its day",
    "\\b(?:[0-3]?[0-9][/.-][0-3]?[0-9][/.-](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9])\\b",
  ),
  pattern(
    "Month and day",
    `(?i)\\b(?:${months}\\.?\\s[0-3]?[0-9](?:st|nd|rd|th)?|[0-3]?[0-9](?:st|nd|rd|th|\\.)?\\s(?:of\\s)?${months})\\b`,
  ),
  pattern(
    "Age over 89",
    "(?i)\\b(?:aged?\\s(?:9[0-9]|1[0-2][0-9])\\b|(?:9[0-9]|1[0-2][0-9])[\\s-](?:years?[\\s-]old|y/?o\\b))",
  ),
  pattern("State and ZIP code", "\\b[A-Z]{2}\\s[0-9]{5}(?:-[0-9]{4})?\\b"),
  pattern("Medical record number", numbered("mrn|medical record|chart|patient|hospital", mixed)),
  pattern(
    "Health plan number",
    numbered("member|beneficiary|subscriber|health plan|insurance|medicare|medicaid|policy", mixed),
  ),
  pattern("Account number", numbered("account|acct", mixed)),
  pattern(
    "Licence or certificate number",
    numbered("driver'?s? licen[cs]e|licen[cs]e|certificate|dea", mixed),
  ),
  pattern("Vehicle number", "\\b[A-HJ-NPR-Z0-9]{8}[0-9X][A-HJ-NPR-Z0-9]{3}[0-9]{5}\\b"),
  pattern(
    "Licence plate",
    numbered("licen[cs]e plate|number plate|plate", "[A-Z0-9]{1,4}[\\s-]?[A-Z0-9]{2,5}\\b"),
  ),
  pattern("Device or serial number", numbered("serial|s/n|device|implant|udi", mixed)),
];

const hipaa: PolicyPreset = {
  key: "hipaa",
  name: "HIPAA, 18 identifiers",
  about: "Takes the identifiers of the safe harbour method out of what is sent, answered and stored.",
  source: "45 CFR 164.514(b)(2)(i)",
  rules: {
    placeholder: "numbered",
    pii: redacted(
      "PERSON",
      "STREET_ADDRESS",
      "DATE_OF_BIRTH",
      "PHONE_NUMBER",
      "EMAIL_ADDRESS",
      "US_SSN",
      "NATIONAL_ID",
      "CREDIT_CARD",
      "IBAN_CODE",
      "MAC_ADDRESS",
      "URL",
      "IP_ADDRESS",
      ...secrets,
    ),
    patterns: hipaaPatterns,
  },
  items: [
    { name: "Names", by: ["PERSON"], gap: "About one name in six is missed." },
    {
      name: "Places smaller than a state",
      by: ["STREET_ADDRESS", "State and ZIP code"],
      gap: "Towns, counties, and ZIP codes without their state.",
    },
    {
      name: "Dates but the year, ages over 89",
      by: ["DATE_OF_BIRTH", "Date with its day", "Month and day", "Age over 89"],
      gap: "Weekdays, feasts, dates in words, and months in other languages than English.",
    },
    { name: "Telephone numbers", by: ["PHONE_NUMBER"], gap: null },
    { name: "Fax numbers", by: ["PHONE_NUMBER"], gap: null },
    { name: "E-mail addresses", by: ["EMAIL_ADDRESS"], gap: null },
    { name: "Social security numbers", by: ["US_SSN"], gap: null },
    {
      name: "Medical record numbers",
      by: ["Medical record number"],
      gap: "Numbers without a name before them. Add a pattern of your own form.",
    },
    {
      name: "Health plan numbers",
      by: ["Health plan number"],
      gap: "Numbers without a name before them. Add a pattern of your own form.",
    },
    {
      name: "Account numbers",
      by: ["Account number", "CREDIT_CARD", "IBAN_CODE"],
      gap: "Numbers without a name before them.",
    },
    {
      name: "Licence and certificate numbers",
      by: ["Licence or certificate number"],
      gap: "Numbers without a name before them.",
    },
    {
      name: "Vehicles and plates",
      by: ["Vehicle number", "Licence plate"],
      gap: "Plates without a name before them.",
    },
    {
      name: "Devices and serial numbers",
      by: ["Device or serial number", "MAC_ADDRESS"],
      gap: "Numbers without a name before them.",
    },
    { name: "Web addresses", by: ["URL"], gap: null },
    { name: "IP addresses", by: ["IP_ADDRESS"], gap: null },
    { name: "Biometric identifiers", by: [], gap: "Sounds and files are not looked into." },
    { name: "Photographs of faces", by: [], gap: "Pictures are not looked into." },
    {
      name: "Any other unique number or mark",
      by: ["NATIONAL_ID"],
      gap: "Your own numbers: add a pattern for each.",
    },
  ],
};

const gdpr: PolicyPreset = {
  key: "gdpr",
  name: "GDPR, direct identifiers",
  about:
    "Takes what names a person out of what is sent and stored, and gives the caller's own text back in the answer.",
  source: "Regulation (EU) 2016/679, articles 4(1), 9 and 32",
  rules: {
    placeholder: "restored",
    pii: [
      ...redacted(
        "PERSON",
        "EMAIL_ADDRESS",
        "PHONE_NUMBER",
        "STREET_ADDRESS",
        "DATE_OF_BIRTH",
        "NATIONAL_ID",
        "US_SSN",
        "UK_NHS",
        "UK_NINO",
        "CREDIT_CARD",
        "IBAN_CODE",
        "IP_ADDRESS",
        "MAC_ADDRESS",
        ...secrets,
      ),
    ],
  },
  items: [
    { name: "Names", by: ["PERSON"], gap: "About one name in six is missed." },
    {
      name: "Addresses and telephone numbers",
      by: ["EMAIL_ADDRESS", "PHONE_NUMBER", "STREET_ADDRESS"],
      gap: "Towns and postcodes alone.",
    },
    {
      name: "Identification numbers",
      by: ["NATIONAL_ID", "US_SSN", "UK_NHS", "UK_NINO"],
      gap: "Countries and customer numbers that no rule knows: add patterns.",
    },
    { name: "Bank and card numbers", by: ["CREDIT_CARD", "IBAN_CODE"], gap: null },
    { name: "Dates of birth", by: ["DATE_OF_BIRTH"], gap: "Without a word or field that says so." },
    { name: "Online identifiers", by: ["IP_ADDRESS", "MAC_ADDRESS"], gap: "Cookies and advertising ids." },
    { name: "Passwords and keys", by: secrets, gap: null },
    {
      name: "Special categories (health, faith, origin, unions, sex life)",
      by: [],
      gap: "They are told by meaning, not by form. Add terms, or a moderation model.",
    },
    {
      name: "People told by a description",
      by: [],
      gap: "“The only female judge in Bern” names a person; no rule sees it.",
    },
    { name: "Pictures and voices", by: [], gap: "They are not looked into." },
    {
      name: "Legal basis, retention, a person's rights",
      by: [],
      gap: "A policy for texts does none of it: see Settings, Retention, and erasure of a person.",
    },
  ],
};

const pci: PolicyPreset = {
  key: "pci",
  name: "PCI DSS, account data",
  about: "Keeps card numbers and what proves a card out of models, answers and records.",
  source: "PCI DSS 4.0.1, requirements 3.3 to 3.5",
  rules: {
    placeholder: "type",
    pii: redacted("CREDIT_CARD", "IBAN_CODE", ...secrets),
    patterns: [
      pattern(
        "Security code",
        "(?i)\\b(?:cvv2?|cvc2?|cav2|cid|security code|card code)\\b[\\s:#]{0,3}(?:is\\s|number\\s)?[0-9]{3,4}\\b",
      ),
      pattern("Track data", "(?:%B[0-9]{12,19}\\^[^?]{2,60}\\?|;[0-9]{12,19}=[0-9]{7,30}\\?)"),
      pattern("PIN", "(?i)\\bpin\\b[\\s:#]{0,3}(?:is\\s|code\\s|number\\s)?[0-9]{4,6}\\b"),
      pattern(
        "Expiry date",
        "(?i)\\b(?:exp(?:iry|ires|iration)?|valid (?:thru|until|to))\\b\\.?[\\s:]{0,3}(?:date\\s?:?\\s?)?(?:0[1-9]|1[0-2])\\s?[/-]\\s?(?:20)?[0-9]{2}\\b",
      ),
    ],
  },
  items: [
    {
      name: "Primary account number",
      by: ["CREDIT_CARD"],
      gap: "Numbers whose check digit is wrong, and parts of a number.",
    },
    {
      name: "Cardholder name",
      by: [],
      gap: "Names are left alone here: switch “Person's name” on if you need it.",
    },
    { name: "Expiry date", by: ["Expiry date"], gap: "Without a word before it." },
    { name: "Service code", by: [], gap: "Three digits of the track alone cannot be told from others." },
    { name: "Full track data", by: ["Track data"], gap: null },
    { name: "Card verification code", by: ["Security code"], gap: "Without a word before it." },
    { name: "PIN and PIN block", by: ["PIN"], gap: "Encrypted PIN blocks." },
    { name: "Pictures of cards", by: [], gap: "Pictures are not looked into." },
    { name: "Encryption, access, logging of systems", by: [], gap: "A policy for texts does none of it." },
  ],
};

/** In the order the screen lists them. */
export const policyPresets: readonly PolicyPreset[] = [hipaa, gdpr, pci];
