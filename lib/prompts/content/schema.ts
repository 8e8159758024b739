import { z } from "zod";
import { CallSettings } from "#schema/models";
import { ModelOrRoute } from "#schema/routes";
import {
  contentBytes,
  fitsType,
  isReservedName,
  messageRoles,
  promptLimits,
  reservedNameMessage,
  toolNamePattern,
  variableRule,
  variableTypes,
} from "./rules.ts";

export { promptLimits } from "./rules.ts";

export const MessageRole = z.enum(messageRoles);
export type MessageRole = z.infer<typeof MessageRole>;

export const PromptMessage = z.object({
  /**
   * Which message this is from version to version: a diff and a merge pair by it. Left out: that of the message it was
   * made from, or a new one, given when it is saved. No model is sent it.
   */
  id: z
    .string()
    .regex(/^[\w-]{1,64}$/, "A message's id is 1 to 64 letters, digits, - or _.")
    .optional(),
  role: MessageRole,
  content: z.string(),
});
export type PromptMessage = z.infer<typeof PromptMessage>;

export const VariableType = z.enum(variableTypes);
export type VariableType = z.infer<typeof VariableType>;

/** A variable's name; what may stand in `{{...}}` before the first dot. */
export const VariableName = z
  .string()
  // One spelling of é, however it was typed: templates, values and data sets must mean the same name.
  .normalize("NFC")
  .regex(variableRule.pattern, variableRule.message)
  .refine((name) => !isReservedName(name), reservedNameMessage);

export const PromptVariable = z
  .object({
    name: VariableName,
    type: VariableType.default("string"),
    required: z.boolean().default(true),
    description: z.string().max(500).optional(),
    /** Taken when the caller gives none; must fit the type. */
    default: z.json().optional(),
    /** The values an enum may take. */
    options: z.array(z.string().min(1).max(200)).max(200).optional(),
  })
  .superRefine((variable, check) => {
    if (variable.type === "enum" && !variable.options?.length) {
      check.addIssue({
        code: "custom",
        path: ["options"],
        message: `List the values ${variable.name} may take.`,
      });
    }
    if (
      variable.default !== undefined &&
      variable.default !== null &&
      !fitsType(variable, variable.default)
    ) {
      check.addIssue({
        code: "custom",
        path: ["default"],
        message: `The default of ${variable.name} must be of type ${variable.type}.`,
      });
    }
  });
export type PromptVariable = z.infer<typeof PromptVariable>;

/** Settings of a call that a version carries; what is left out is the model's own default. */
export const PromptSettings = CallSettings.extend({
  /** The model or the stored route this version is served by; part of the version, so that nothing else moves it. */
  model: ModelOrRoute.optional(),
});
export type PromptSettings = z.infer<typeof PromptSettings>;

/** A JSON schema, kept as written. */
export const JsonSchema = z.record(z.string(), z.json());
export type JsonSchema = z.infer<typeof JsonSchema>;

export const PromptTool = z.object({
  name: z.string().regex(toolNamePattern),
  description: z.string().max(2_000).optional(),
  parameters: JsonSchema,
});
export type PromptTool = z.infer<typeof PromptTool>;

const shared = {
  variables: z.array(PromptVariable).max(promptLimits.variables).default([]),
  settings: PromptSettings.default({}),
  tools: z.array(PromptTool).max(promptLimits.tools).optional(),
  responseSchema: JsonSchema.optional(),
};

/** Ids are given at the save: a content that just fits must still fit after it. */
function said(content: { kind: string; messages?: { role: string; content: string }[] }): unknown {
  const messages = content.messages?.map(({ role, content: text }) => ({ role, content: text }));
  return { ...content, messages };
}

/** What a version holds: a chat or text template, its variables, settings, tools and response schema. */
export const PromptContent = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("chat"),
      messages: z.array(PromptMessage).min(1).max(promptLimits.messages),
      ...shared,
    }),
    z.object({ kind: z.literal("text"), text: z.string(), ...shared }),
  ])
  .superRefine((content, check) => {
    if (contentBytes(said(content)) > promptLimits.contentBytes) {
      check.addIssue({
        code: "custom",
        message: `A prompt holds at most ${promptLimits.contentBytes / 1_000} kB; move long texts into variables.`,
      });
    }
    const ids = new Set<string>();
    for (const [index, { id }] of (content.kind === "chat" ? content.messages : []).entries()) {
      if (id === undefined) continue;
      if (ids.has(id))
        check.addIssue({
          code: "custom",
          path: ["messages", index, "id"],
          message: "Another message has this id; leave it out and the message gets its own.",
        });
      ids.add(id);
    }
    const seen = new Set<string>();
    for (const [index, { name }] of content.variables.entries()) {
      if (seen.has(name))
        check.addIssue({
          code: "custom",
          path: ["variables", index, "name"],
          message: `The variable ${name} is listed twice.`,
        });
      seen.add(name);
    }
  });
export type PromptContent = z.infer<typeof PromptContent>;
export type PromptContentInput = z.input<typeof PromptContent>;
