import { z } from "zod";
import { ModelOrRoute, type NamedTarget } from "#schema/routes";
import { imageTypes, mostAnsweredFileBytes, mostImageBytes, mostImages, mostMessages } from "../constants.ts";
import type { PlaygroundMessage } from "../stream/schema.ts";

const text = z.string().max(400_000);

// Base64 takes four characters for three bytes.
const charactersOf = (bytes: number) => Math.ceil((bytes * 4) / 3) + 100;

/** What a person shows the model. */
const AttachedImage = z.object({
  type: z.literal("file"),
  mediaType: z.enum(imageTypes),
  filename: z.string().max(300).optional(),
  url: z
    .string()
    .startsWith("data:image/", "Attach the image itself, not an address.")
    .max(charactersOf(mostImageBytes), "An image may have 3 MB."),
});

/** What a person says next. */
export const ReplyInput = z
  .object({
    text,
    files: z.array(AttachedImage).max(mostImages, `A reply may show ${mostImages} images; take some away.`),
  })
  .refine((reply) => reply.text.trim() !== "" || reply.files.length > 0, {
    path: ["text"],
    error: "Write a reply, or attach an image.",
  });
export type ReplyInput = z.input<typeof ReplyInput>;

/** What a person gives in a tool's place: JSON, or a text as it is. */
export const ToolResultInput = z.object({
  result: text.min(1, 'Write what the tool would give; "" where it gives nothing.'),
});
export type ToolResultInput = z.input<typeof ToolResultInput>;

/** Where the name of a file of an answer stands in its message. */
const AnsweredFileName = z.object({ valueloop: z.object({ filename: z.string().max(300) }) });

/** What a model made. */
const AnsweredFile = z.object({
  type: z.literal("file"),
  mediaType: z.string().max(200),
  providerMetadata: AnsweredFileName.optional(),
  url: z
    .string()
    .regex(/^(data|https?):/, "A file of an answer is a data address, or one of the web.")
    .max(charactersOf(mostAnsweredFileBytes), "A file of an answer may have 20 MB."),
});

const sourceId = z.string().max(300);

const Part = z.union([
  z.object({ type: z.enum(["text", "reasoning"]), text, state: z.enum(["streaming", "done"]).optional() }),
  z.object({
    type: z.literal("dynamic-tool"),
    toolName: z.string().min(1).max(200),
    toolCallId: z.string().min(1).max(200),
    state: z.enum(["input-available", "output-available", "output-error"]),
    input: z.unknown(),
    output: z.unknown().optional(),
    errorText: text.optional(),
  }),
  z.object({
    type: z.literal("source-url"),
    sourceId,
    url: z.url({ protocol: /^https?$/ }),
    title: text.optional(),
  }),
  z.object({
    type: z.literal("source-document"),
    sourceId,
    mediaType: z.string().max(200),
    title: text,
    filename: z.string().max(300).optional(),
  }),
  z.object({ type: z.literal("step-start") }),
  z.object({ type: z.string().startsWith("data-"), id: z.string().max(200).optional(), data: z.unknown() }),
]);

const id = z.string().min(1).max(200);

const Message = z.discriminatedUnion("role", [
  z.object({ id, role: z.literal("user"), parts: z.array(z.union([Part, AttachedImage])).max(500) }),
  z.object({ id, role: z.literal("assistant"), parts: z.array(z.union([Part, AnsweredFile])).max(500) }),
]);

const conversationId = z.uuid();

const pane = z.string().regex(/^[\w-]{1,40}$/);

export const PaneInput = z.object({ conversationId, pane });
export type PaneInput = z.infer<typeof PaneInput>;

export const SendTurnInput = PaneInput.extend({
  target: ModelOrRoute,
  /** A stored version, or the content on the screen with the prompt it belongs to (a PromptContent of #schema/prompts). */
  versionId: z.uuid().optional(),
  content: z.unknown().optional(),
  promptId: z.uuid().optional(),
  variables: z.record(z.string(), z.unknown()),
  exampleId: z.uuid().optional(),
  /** The conversation so far, whose last turn is to be answered. */
  messages: z
    .array(Message)
    .min(1)
    .max(mostMessages, "This conversation has grown too long. Run the prompt again to begin another."),
}).refine(
  (input) => (input.versionId === undefined) !== (input.content === undefined),
  "Give a version or a content.",
);
export type SendTurnInput = z.input<typeof SendTurnInput>;

export const ConversationInput = z.object({ conversationId });
export type ConversationInput = z.infer<typeof ConversationInput>;

export const ListConversationsInput = z.object({
  /** Of this prompt's playground; null for scratch prompts only. */
  promptId: z.uuid().nullable().optional(),
  limit: z.number().int().min(1).max(100).default(20),
});
export type ListConversationsInput = z.input<typeof ListConversationsInput>;

/** One model's or route's turns in a conversation. */
export type ConversationPane = {
  pane: string;
  target: NamedTarget;
  versionNumber: number | null;
  messages: PlaygroundMessage[];
  /** An answer is coming; resumeTurn follows it. */
  isRunning: boolean;
};

export type Conversation = { id: string; promptId: string | null; panes: ConversationPane[] };

/** A line of the list of earlier conversations. */
export type ConversationSummary = {
  id: string;
  promptId: string | null;
  title: string;
  turns: number;
  panes: Omit<ConversationPane, "messages">[];
  updatedAt: Date;
};
