/** The kinds of personal data and secrets the detector knows; names follow Microsoft Presidio's. */
export const piiTypes = [
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
  "URL",
  "PASSWORD",
  "API_KEY",
  "PRIVATE_KEY",
  "URL_CREDENTIALS",
  "SECRET",
] as const;
type PiiType = (typeof piiTypes)[number];

/** How each kind is called on screen: in a table, and on the chip that stands for it in masked text. */
export const piiTypeTable: Record<PiiType, { name: string; chip: string; hint: string }> = {
  PERSON: {
    name: "Person's name",
    chip: "person",
    hint: "Found by the words around it and lists of names; about one in six is missed",
  },
  EMAIL_ADDRESS: { name: "E-mail address", chip: "email", hint: "anna@example.org" },
  PHONE_NUMBER: {
    name: "Phone number",
    chip: "phone",
    hint: "International numbers; national ones by their form, or after a word such as “call”",
  },
  STREET_ADDRESS: {
    name: "Street address",
    chip: "address",
    hint: "A street with its number, or a P.O. box; not the town",
  },
  DATE_OF_BIRTH: {
    name: "Date of birth",
    chip: "date of birth",
    hint: "A whole date after a word such as “born” or in such a field",
  },
  NATIONAL_ID: {
    name: "National ID number",
    chip: "national id",
    hint: "Some thirty countries' numbers, by form and check digits; bare digits after a word such as “PESEL”",
  },
  US_SSN: { name: "US social security number", chip: "ssn", hint: "Impossible numbers are left alone" },
  UK_NHS: {
    name: "UK NHS number",
    chip: "nhs number",
    hint: "Ten digits with a right check digit, after a word such as “patient”",
  },
  UK_NINO: { name: "UK national insurance number", chip: "nino", hint: "AB 12 34 56 C" },
  CREDIT_CARD: { name: "Payment card", chip: "card", hint: "12 to 19 digits whose check digit is right" },
  IBAN_CODE: { name: "IBAN", chip: "iban", hint: "Length by country and check digits are verified" },
  IP_ADDRESS: { name: "IP address", chip: "ip", hint: "IPv4 and IPv6; version numbers are left alone" },
  MAC_ADDRESS: { name: "MAC address", chip: "mac", hint: "a4:77:33:c0:1d:5e" },
  URL: { name: "Web address", chip: "url", hint: "Off by default: most links are not personal" },
  PASSWORD: { name: "Password", chip: "password", hint: "The value after “password:” and its like" },
  API_KEY: {
    name: "API key",
    chip: "api key",
    hint: "Known prefixes, and values after “api key” or “token”",
  },
  PRIVATE_KEY: { name: "Private key", chip: "private key", hint: "From BEGIN to END" },
  URL_CREDENTIALS: {
    name: "Link with a password",
    chip: "credentials",
    hint: "postgres://user:password@host, the whole of it",
  },
  SECRET: { name: "Other secret", chip: "secret", hint: "Long random text without a name" },
};

/** Kinds that version 0.1.0 knew as another: a policy without a rule of its own for one does with it what it does with the other. */
export const impliedBy: Partial<Record<PiiType, readonly PiiType[]>> = {
  PASSWORD: ["SECRET"],
  API_KEY: ["SECRET"],
  PRIVATE_KEY: ["SECRET"],
  URL_CREDENTIALS: ["SECRET", "EMAIL_ADDRESS"],
};

/** When a policy looks: before the model is called, before the answer is shown, before anything is stored. */
export const stages = ["input", "output", "stored"] as const;
type Stage = (typeof stages)[number];
export const stageNames: Record<Stage, string> = {
  input: "Sent to the model",
  output: "Answered by the model",
  stored: "Stored",
};

/** What a rule does with what it finds: notes it, notes it for people to look at, takes it out, refuses the call. */
export const ruleEffects = ["flag", "review", "redact", "block"] as const;
export const ruleActions = ["off", ...ruleEffects] as const;
/** The job by which a call says that a policy wants people to look at it. */
export const reviewWanted = "guardrails.review_wanted";
/** What that job is given. */
export type ReviewWanted = { projectId: string; generationId: string; queueIds: string[] };

/** What may be done about a text that tries to turn the model: there is nothing in it to take out. */
export const injectionEffects = ["flag", "review", "block"] as const;
export const presetKeys = ["hipaa", "gdpr", "pci"] as const;
export const maxPatternLength = 500;

/** How much is checked at most where a policy does not say. */
export const scanDefaults = { maxSeconds: 60, maxCharacters: 20_000_000, otherwise: "refuse" } as const;

export const findingKinds = ["pii", "blocklist", "pattern", "injection", "topic", "unchecked"] as const;
export const maxCheckedCharacters = 2_000_000;
