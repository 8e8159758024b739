import { z } from "zod";

/** Sizes beyond which a prompt is refused: content is what `contentBytes` counts. */
export const promptLimits = {
  contentBytes: 256_000,
  messages: 100,
  variables: 200,
  tools: 128,
  pathLength: 200,
  messageLength: 500,
  descriptionLength: 2_000,
  variableValueBytes: 1_000_000,
  renderedBytes: 4_000_000,
  sectionDepth: 20,
} as const;

export const messageRoles = ["system", "user", "assistant", "developer"] as const;
export const MessageRole = z.enum(messageRoles);
export type MessageRole = z.infer<typeof MessageRole>;

export const PromptMessage = z.object({ role: MessageRole, content: z.string() });
export type PromptMessage = z.infer<typeof PromptMessage>;

export const variableTypes = ["string", "text", "number", "boolean", "enum", "json", "messages"] as const;
export const VariableType = z.enum(variableTypes);
export type VariableType = z.infer<typeof VariableType>;

const forbiddenNames = new Set(["__proto__", "constructor", "prototype"]);
/** A variable's name; what may stand in `{{...}}` before the first dot. */
export const VariableName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/,
    "Use letters, digits, _ and -, starting with a letter; at most 64 characters.",
  )
  .refine((name) => !forbiddenNames.has(name), "This name is reserved; choose another.");

const MessageList = z.array(PromptMessage).max(1_000);

/** True when a value is of a variable's type as it stands, without coercion. */
export function fitsType(
  variable: { type: VariableType; options?: string[] | undefined },
  value: unknown,
): boolean {
  switch (variable.type) {
    case "string":
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "boolean":
      return typeof value === "boolean";
    case "enum":
      return typeof value === "string" && (variable.options ?? []).includes(value);
    case "json":
      return value !== undefined && typeof value !== "symbol" && typeof value !== "function";
    case "messages":
      return MessageList.safeParse(value).success;
    default:
      return variable.type satisfies never;
  }
}

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

/** Model settings; what is left out is the model's own default. */
export const PromptSettings = z.object({
  temperature: z.number().min(0).max(2).optional(),
  maxTokens: z.number().int().min(1).max(1_000_000).optional(),
  topP: z.number().min(0).max(1).optional(),
  stop: z.array(z.string().min(1).max(200)).max(8).optional(),
  seed: z.number().int().optional(),
});
export type PromptSettings = z.infer<typeof PromptSettings>;

/** A JSON schema, kept as written. */
export const JsonSchema = z.record(z.string(), z.json());
export type JsonSchema = z.infer<typeof JsonSchema>;

export const PromptTool = z.object({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
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
    if (contentBytes(content) > promptLimits.contentBytes) {
      check.addIssue({
        code: "custom",
        message: `A prompt holds at most ${promptLimits.contentBytes / 1_000} kB; move long texts into variables.`,
      });
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

/** UTF-8 size of a content as JSON. */
export function contentBytes(content: unknown): number {
  return new TextEncoder().encode(JSON.stringify(content)).length;
}

/** The template texts of a content, in order, with the place each stands in. */
export function contentTexts(
  content: PromptContent,
): { place: string; role: MessageRole | null; text: string }[] {
  return content.kind === "text"
    ? [{ place: "text", role: null, text: content.text }]
    : content.messages.map((message, index) => ({
        place: `messages.${index}`,
        role: message.role,
        text: message.content,
      }));
}
