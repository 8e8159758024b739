import { z } from "zod";
import {
  injectionEffects,
  maxPatternLength,
  piiTypeTable,
  piiTypes,
  presetKeys,
  ruleActions,
  ruleEffects,
  scanDefaults,
  stages,
} from "../constants.ts";
import { PiiType } from "../pii/schema.ts";

export const Stage = z.enum(stages);
export type Stage = z.infer<typeof Stage>;

export const RuleAction = z.enum(ruleActions);
export type RuleAction = z.infer<typeof RuleAction>;

export const RuleEffect = z.enum(ruleEffects);
export type RuleEffect = z.infer<typeof RuleEffect>;

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
  action: RuleEffect,
  stages: MatchStages,
});
export type BlocklistRule = z.infer<typeof BlocklistRule>;

export const PatternRule = z.object({
  name: z.string().trim().min(1, "Give the pattern a name.").max(60),
  pattern: z
    .string()
    .min(1, "Write the pattern.")
    .max(maxPatternLength, `A pattern holds at most ${maxPatternLength} characters.`),
  action: RuleEffect,
  stages: MatchStages,
});
export type PatternRule = z.infer<typeof PatternRule>;

/** A model that is asked, beside the rules, whether a text tries to turn a model; each question is a call of its own. */
export const InjectionModel = z.object({
  connectionId: z.uuid(),
  model: z.string().min(1, "Choose a model.").max(200),
  /** So long is waited for it, for all texts of a call together. */
  maxSeconds: z.number().min(1).max(60).default(10),
  /** What happens with a text about which it says nothing in that time, or nothing that can be read. */
  otherwise: z.enum(["refuse", "pass"]).default("refuse"),
});
export type InjectionModel = z.infer<typeof InjectionModel>;

/** Looks for texts of users and tools that try to turn the model from its orders. Rules see about half of them. */
export const InjectionRule = z.object({
  action: z.enum(injectionEffects),
  /** From which score on, 0..1: lower finds more, and more that is none. */
  threshold: z.number().min(0.05).max(0.95).default(0.5),
  /** Puts a mark into the system text; an answer that holds it has leaked it, and is refused. */
  hasCanary: z.boolean().default(false),
  /** Puts what tools answered between marks, and tells the model that it is data. */
  isSpotlit: z.boolean().default(false),
  /** Asked about what the rules let pass; left out, the rules decide. */
  model: InjectionModel.optional(),
});
export type InjectionRule = z.infer<typeof InjectionRule>;

/**
 * A topic that texts may not be about (deny), or one of those that they must be about (allow). Told by words, and by how
 * near in meaning a text is to examples.
 */
export const TopicRule = z
  .object({
    name: z.string().trim().min(1, "Give the topic a name.").max(60),
    kind: z.enum(["deny", "allow"]).default("deny"),
    words: z.array(z.string().trim().min(1).max(100)).max(200).default([]),
    examples: z.array(z.string().trim().min(1).max(500)).max(30).default([]),
    /** From which cosine to an example on; left out, as measured for the embedding model. */
    threshold: z.number().min(0.05).max(0.99).optional(),
    action: z.enum(injectionEffects),
    stages: z
      .array(z.enum(["input", "output"]))
      .min(1, "Choose when it applies.")
      .default(["input"]),
  })
  .refine(({ words, examples }) => words.length + examples.length > 0, {
    path: ["examples"],
    error: "Write words or examples by which it is told.",
  });
export type TopicRule = z.infer<typeof TopicRule>;

/** Mends an answer that should be JSON and is not; only where it then is of the form that the call asked for. */
export const JsonRule = z.object({
  action: z.literal("repair").default("repair"),
  /** What happens with an answer that cannot be mended: it passes and is noted, or the call is refused. */
  otherwise: z.enum(["pass", "block"]).default("pass"),
});
export type JsonRule = z.infer<typeof JsonRule>;

/** How much is checked at most, and what happens with a call beyond that. What is stored is refused in any case. */
export const ScanBound = z.object({
  maxSeconds: z.number().min(1).max(120).default(scanDefaults.maxSeconds),
  maxCharacters: z.number().int().min(1_000).max(50_000_000).default(scanDefaults.maxCharacters),
  otherwise: z.enum(["refuse", "pass"]).default(scanDefaults.otherwise),
});
export type ScanBound = z.infer<typeof ScanBound>;

/** What one version of a policy holds. Patterns are RE2: linear time, no back-references, no look-around. */
export const PolicyRules = z
  .object({
    pii: z.array(PiiRule).max(piiTypes.length).default([]),
    /**
     * `type` writes <PERSON>; `numbered` writes <PERSON_1>, the same number for the same text; `restored` writes that
     * too, and gives the caller's own text back in the answer.
     */
    placeholder: z.enum(["type", "numbered", "restored"]).default("type"),
    blocklist: z.array(BlocklistRule).max(500).default([]),
    patterns: z.array(PatternRule).max(50).default([]),
    injection: InjectionRule.optional(),
    topics: z.array(TopicRule).max(50).optional(),
    json: JsonRule.optional(),
    /** Left out: 60 seconds, 20 million characters, and what cannot be checked goes nowhere. */
    scan: ScanBound.optional(),
    /** Where calls go in which a rule with the action "review" found something; without one they are only marked. */
    reviewQueueId: z.uuid().optional(),
    /** The preset the rules began with, whose list of what is covered is shown beside them. */
    preset: z.enum(presetKeys).optional(),
  })
  .superRefine(({ pii, patterns, topics = [] }, refinement) => {
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
    const twiceTopic = topics.findIndex(
      (rule, at) => topics.findIndex((other) => other.name === rule.name) !== at,
    );
    if (twiceTopic >= 0)
      refinement.addIssue({
        code: "custom",
        path: ["topics", twiceTopic, "name"],
        message: "Two topics have this name.",
      });
  });
export type PolicyRules = z.infer<typeof PolicyRules>;
export type PolicyRulesInput = z.input<typeof PolicyRules>;
