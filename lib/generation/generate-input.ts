import { z } from "zod";
import { CallSettings, ChatMessage, ModelTarget, Wire } from "#schema/models";
import { GenerationSource } from "#schema/observability";
import { AskedRoute } from "#schema/routes";
import { CacheWish } from "./cache/schema.ts";

/** Names a stored version (by id, by path and label, by path and number) or brings a content that is not saved. */
export const GenerationPrompt = z.object({
  versionId: z.uuid().optional(),
  promptId: z.uuid().optional(),
  promptPath: z.string().max(300).optional(),
  versionNumber: z.number().int().min(1).optional(),
  label: z.string().max(36).optional(),
  /** A PromptContent of #schema/prompts (a draft); recorded under promptId and promptPath when given. */
  content: z.unknown().optional(),
  variables: z.record(z.string(), z.unknown()).default({}),
});

export const GenerateInput = z
  .object({
    source: GenerationSource,
    /**
     * The first is asked; the others take over, in order, when it fails before its first token. Left out: the model
     * or the route that the prompt's version, or the environment it is asked for by, was released with.
     */
    targets: z.array(ModelTarget).min(1).max(5).optional(),
    /** A stored route in place of targets: its name, name@version, or its id and version. */
    route: z.union([z.string().min(1).max(80), AskedRoute]).optional(),
    prompt: GenerationPrompt.optional(),
    /** The whole conversation, or what goes on after the prompt's own messages. */
    messages: z.array(ChatMessage).min(1).max(2_000).optional(),
    /** Those left out come from the prompt version, then from the provider. */
    settings: CallSettings.optional(),
    /** Tools in OpenAI's shape. */
    tools: z.array(z.record(z.string(), z.unknown())).max(128).optional(),
    toolChoice: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    /** The answer must be JSON; with a schema, JSON of that schema. */
    responseSchema: z.record(z.string(), z.unknown()).optional(),
    /** The messages ask for that JSON in words too: a server without structured output is asked without the schema. */
    mayAskPlainly: z.boolean().optional(),
    /** OpenAI's `response_format` and other members of its body, for connections that speak its protocol. */
    responseFormat: z.record(z.string(), z.unknown()).optional(),
    extra: z.record(z.string(), z.unknown()).optional(),
    /** The address that `extra` is written for, where it is not chat. Every target must speak OpenAI's protocol. */
    wire: Wire.optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
    /** What the caller wants of its route's cache; left out, it is used. */
    cache: CacheWish.optional(),
    runId: z.uuid().optional(),
    caseId: z.uuid().optional(),
    /** Milliseconds; defaults 600,000 overall for a stream and 120,000 for an answer in one piece, and 60,000 to the first token. */
    timeoutMs: z.number().int().min(1).max(3_600_000).optional(),
    firstTokenTimeoutMs: z.number().int().min(1).max(3_600_000).optional(),
  })
  .refine((input) => input.prompt !== undefined || input.messages !== undefined, {
    error: "Give a prompt or messages.",
  })
  .refine((input) => input.route === undefined || input.targets === undefined, {
    error: "Give targets or a route, not both.",
  });
export type GenerateInput = z.input<typeof GenerateInput>;
