import { z } from "zod";

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
export const PiiType = z.enum(piiTypes);
export type PiiType = z.infer<typeof PiiType>;

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

/** One place in a text; `start` and `end` are UTF-16 offsets into it, `score` is 0..1. Carries the text itself: never store it. */
export type Finding = { type: PiiType; start: number; end: number; score: number; text: string };

/** When a policy looks: before the model is called, before the answer is shown, before anything is stored. */
export const stages = ["input", "output", "stored"] as const;
export const Stage = z.enum(stages);
export type Stage = z.infer<typeof Stage>;
export const stageNames: Record<Stage, string> = {
  input: "Sent to the model",
  output: "Answered by the model",
  stored: "Stored",
};

export const ruleActions = ["off", "redact", "block"] as const;
export const RuleAction = z.enum(ruleActions);
export type RuleAction = z.infer<typeof RuleAction>;

const MatchAction = z.enum(["redact", "block"]);
const MatchStages = z.array(Stage).min(1, "Choose when it applies.").default(["input", "output"]);

/** What to do with one kind of personal data at each stage. Storing can only be redacted, not refused. */
export const PiiRule = z.object({
  type: PiiType,
  input: RuleAction.default("off"),
  output: RuleAction.default("off"),
  stored: z.enum(["off", "redact"]).default("redact"),
});
export type PiiRule = z.infer<typeof PiiRule>;

export const BlocklistRule = z.object({
  term: z.string().trim().min(1, "Write the term.").max(200),
  wholeWord: z.boolean().default(true),
  action: MatchAction,
  stages: MatchStages,
});
export type BlocklistRule = z.infer<typeof BlocklistRule>;

export const maxPatternLength = 500;
export const PatternRule = z.object({
  name: z.string().trim().min(1, "Give the pattern a name.").max(60),
  pattern: z
    .string()
    .min(1, "Write the pattern.")
    .max(maxPatternLength, `A pattern holds at most ${maxPatternLength} characters.`),
  action: MatchAction,
  stages: MatchStages,
});
export type PatternRule = z.infer<typeof PatternRule>;

/** What one version of a policy holds. Patterns are RE2: linear time, no back-references, no look-around. */
export const PolicyRules = z
  .object({
    pii: z.array(PiiRule).max(piiTypes.length).default([]),
    /** `type` writes <PERSON>; `numbered` writes <PERSON_1>, the same number for the same text. */
    placeholder: z.enum(["type", "numbered"]).default("type"),
    blocklist: z.array(BlocklistRule).max(500).default([]),
    patterns: z.array(PatternRule).max(50).default([]),
  })
  .superRefine(({ pii, patterns }, refinement) => {
    const twiceType = pii.find((rule, at) => pii.findIndex((other) => other.type === rule.type) !== at);
    if (twiceType)
      refinement.addIssue({
        code: "custom",
        path: ["pii"],
        message: `${piiTypeTable[twiceType.type].name} is listed twice.`,
      });
    const twiceName = patterns.findIndex(
      (rule, at) => patterns.findIndex((other) => other.name === rule.name) !== at,
    );
    if (twiceName >= 0)
      refinement.addIssue({
        code: "custom",
        path: ["patterns", twiceName, "name"],
        message: "Two patterns have this name.",
      });
  });
export type PolicyRules = z.infer<typeof PolicyRules>;
export type PolicyRulesInput = z.input<typeof PolicyRules>;

/** A policy with the rules of its current version. */
export type Policy = {
  id: string;
  name: string;
  isEnabled: boolean;
  version: PolicyVersion;
  createdAt: Date;
};

export type PolicyVersion = {
  number: number;
  rules: PolicyRules;
  contentHash: string;
  message: string;
  createdByName: string;
  createdAt: Date;
};

/** Which rule of which policy acted where. Holds no text of the match, so it may be stored and shown. */
export type GuardrailFinding = {
  policyId: string;
  policyName: string;
  policyVersion: number;
  kind: "pii" | "blocklist" | "pattern";
  /** The PII type, or the pattern's name, or "term 3" of the blocklist. */
  rule: string;
  action: "redact" | "block";
  /** Offsets into the text that was checked. */
  start: number;
  end: number;
};

/** The verdict on a text: `text` is what may go on (empty when blocked), `reason` names policy and rule when blocked. */
export type GuardrailResult = {
  action: "pass" | "redact" | "block";
  text: string;
  findings: GuardrailFinding[];
  reason: string | null;
};

export const maxCheckedCharacters = 2_000_000;
const CheckedText = z.string().max(maxCheckedCharacters, "This text is too long to be checked.");

export const CheckTextInput = z.object({ text: CheckedText, stage: Stage });
export type CheckTextInput = z.input<typeof CheckTextInput>;

export const GetPolicyInput = z.object({ policyId: z.uuid() });
export type GetPolicyInput = z.input<typeof GetPolicyInput>;

const PolicyName = z.string().trim().min(1, "Give the policy a name.").max(80);

/** Without `policyId` a new policy is made, with it a new version of that one. */
export const SavePolicyInput = z.object({
  policyId: z.uuid().optional(),
  name: PolicyName,
  rules: PolicyRules,
  message: z.string().trim().max(500).default(""),
  /** Number of the version the editor started from; another means somebody saved meanwhile. */
  expectedVersion: z.number().int().optional(),
});
export type SavePolicyInput = z.input<typeof SavePolicyInput>;

export const SetPolicyEnabledInput = z.object({ policyId: z.uuid(), isEnabled: z.boolean() });
export type SetPolicyEnabledInput = z.input<typeof SetPolicyEnabledInput>;

/** Tries saved rules (`policyId`) or unsaved ones (`rules`) on a pasted text; nothing is stored. */
export const TestPolicyInput = z.object({
  policyId: z.uuid().optional(),
  rules: PolicyRules.optional(),
  text: z.string().min(1, "Paste a text to try.").max(50_000, "Try at most 50,000 characters at once."),
  stage: Stage,
});
export type TestPolicyInput = z.input<typeof TestPolicyInput>;

/** What a policy would do: the verdict, and everything the detector saw, whether a rule covers it or not. */
export type PolicyTrial = { result: GuardrailResult; detected: Finding[] };
