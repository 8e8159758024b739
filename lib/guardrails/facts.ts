import type { PiiType, Stage } from "./schema.ts";

/** The kinds of personal data and secrets the detector knows; names follow Microsoft Presidio's. */
export const piiTypes = [
  "EMAIL_ADDRESS",
  "PHONE_NUMBER",
  "CREDIT_CARD",
  "IBAN_CODE",
  "US_SSN",
  "UK_NHS",
  "UK_NINO",
  "IP_ADDRESS",
  "PERSON",
  "URL",
  "SECRET",
] as const;

/** How each kind is called on screen: in a table, and on the chip that stands for it in masked text. */
export const piiTypeTable: Record<PiiType, { name: string; chip: string; hint: string }> = {
  EMAIL_ADDRESS: { name: "E-mail address", chip: "email", hint: "anna@example.org" },
  PHONE_NUMBER: {
    name: "Phone number",
    chip: "phone",
    hint: "International numbers; national ones by their form, or after a word such as “call”",
  },
  CREDIT_CARD: { name: "Payment card", chip: "card", hint: "12 to 19 digits whose check digit is right" },
  IBAN_CODE: { name: "IBAN", chip: "iban", hint: "Length by country and check digits are verified" },
  US_SSN: { name: "US social security number", chip: "ssn", hint: "Impossible numbers are left alone" },
  UK_NHS: {
    name: "UK NHS number",
    chip: "nhs number",
    hint: "Ten digits with a right check digit, after a word such as “patient”",
  },
  UK_NINO: { name: "UK national insurance number", chip: "nino", hint: "QQ 12 34 56 C" },
  IP_ADDRESS: { name: "IP address", chip: "ip", hint: "IPv4 and IPv6" },
  PERSON: {
    name: "Person's name",
    chip: "person",
    hint: "Found by language rules, which miss about four names in ten",
  },
  URL: { name: "Web address", chip: "url", hint: "Off by default: most links are not personal" },
  SECRET: {
    name: "API key or secret",
    chip: "secret",
    hint: "Known prefixes and long random text after “key” or “password”",
  },
};

/** When a policy looks: before the model is called, before the answer is shown, before anything is stored. */
export const stages = ["input", "output", "stored"] as const;
export const stageNames: Record<Stage, string> = {
  input: "Sent to the model",
  output: "Answered by the model",
  stored: "Stored",
};

export const ruleActions = ["off", "redact", "block"] as const;
export const maxPatternLength = 500;
