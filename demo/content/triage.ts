import type { PromptContent } from "#schema/prompts";

export const categories = ["billing", "bug", "account", "shipping"] as const;
export type Category = (typeof categories)[number];

const responseSchema = {
  type: "object",
  properties: { category: { type: "string", enum: [...categories] } },
  required: ["category"],
  additionalProperties: false,
};
const categoriesVariable = {
  name: "categories",
  type: "string" as const,
  required: false,
  default: categories.join(", "),
  description: "Where a ticket can go",
};
const ticketVariable = {
  name: "ticket",
  type: "text" as const,
  required: true,
  description: "What the customer wrote",
};

function chat(system: string, user: string, hasCategories: boolean): PromptContent {
  return {
    kind: "chat",
    messages: [
      { role: "system", content: system },
      { role: "user", content: user },
    ],
    variables: hasCategories ? [categoriesVariable, ticketVariable] : [ticketVariable],
    settings: { temperature: 0, maxTokens: 24 },
    responseSchema,
  };
}

/** The versions of support/triage in the order they were saved; the share of tickets each sorts right in the recording. */
export const triageVersions: { message: string; content: PromptContent; accuracy: number }[] = [
  {
    message: "first chat version",
    accuracy: 0.72,
    content: chat(
      "You are a helpful assistant. Classify the ticket as billing, bug, account or shipping.",
      "{{ticket}}\nCategory:",
      false,
    ),
  },
  {
    message: "categories as a variable",
    accuracy: 0.75,
    content: chat(
      "You sort tickets into {{categories}}. Pick the category that fits best.",
      "{{ticket}}\nCategory:",
      true,
    ),
  },
  {
    message: "say what each category means",
    accuracy: 0.82,
    content: chat(
      "You sort tickets into {{categories}}.\nbilling is about money, bug about something broken in app or site, account about access and data, shipping about parcels and returns.\nPick the category that fits best.",
      "Ticket: {{ticket}}\nCategory:",
      true,
    ),
  },
  {
    message: "tickets in other languages",
    accuracy: 0.86,
    content: chat(
      "You sort tickets into {{categories}}. Tickets come in several languages; the category is always in English.\nbilling is about money, bug about something broken in app or site, account about access and data, shipping about parcels and returns.\nPick the category that fits best.",
      "Ticket: {{ticket}}\nCategory:",
      true,
    ),
  },
  {
    message: "intent before topic: a fee on a delivery is billing",
    accuracy: 0.93,
    content: chat(
      "You sort tickets into {{categories}}. Tickets come in several languages; the category is always in English.\nbilling is about money, bug about something broken in app or site, account about access and data, shipping about parcels and returns.\nPick what the customer wants done, not what the message is about: a fee on a delivery is billing.\nAnswer with the category alone.",
      "Ticket: {{ticket}}\nCategory:",
      true,
    ),
  },
];
