import type { PromptContent } from "#schema/prompts";

const ticket = {
  name: "ticket",
  type: "text" as const,
  required: true,
  description: "What the customer wrote",
};
const policy = {
  name: "policy",
  type: "text" as const,
  required: true,
  description: "The paragraph the answer rests on",
};

function chat(
  system: string,
  user: string,
  variables: PromptContent["variables"],
  maxTokens = 300,
): PromptContent {
  return {
    kind: "chat",
    messages: [
      { role: "system", content: system },
      { role: "user", content: user },
    ],
    variables,
    settings: { temperature: 0.3, maxTokens },
  };
}

function text(template: string, variables: PromptContent["variables"]): PromptContent {
  return { kind: "text", text: template, variables, settings: { temperature: 0.2, maxTokens: 200 } };
}

export type DemoPrompt = {
  path: string;
  description: string;
  /** Calls on a working day. */
  perDay: number;
  /** Programs that ask for the version before by its number: their share of the calls, and until how many days ago. */
  pinned: { share: number; untilDaysAgo: number };
  versions: { message: string; content: PromptContent }[];
};

/** The prompts beside support/triage. */
export const otherPrompts: DemoPrompt[] = [
  {
    path: "support/reply",
    description: "Drafts the answer to a ticket from one paragraph of policy.",
    perDay: 26,
    pinned: { share: 0.4, untilDaysAgo: 12 },
    versions: [
      { message: "first draft", content: chat("Answer the customer politely.", "{{ticket}}", [ticket]) },
      {
        message: "rest on the policy",
        content: chat("Answer the customer politely. Use only this policy:\n{{policy}}", "{{ticket}}", [
          ticket,
          policy,
        ]),
      },
      {
        message: "no promises beyond the policy",
        content: chat(
          "Answer the customer in two to four sentences. Use only this policy and promise nothing it does not say:\n{{policy}}",
          "{{ticket}}",
          [ticket, policy],
        ),
      },
      {
        message: "the customer's language",
        content: chat(
          "Answer the customer in their own language, in two to four sentences. Use only this policy and promise nothing it does not say:\n{{policy}}",
          "{{ticket}}",
          [ticket, policy],
        ),
      },
      {
        message: "say sorry once, then act",
        content: chat(
          "Answer the customer in their own language, in two to four sentences. Say sorry once where we erred, then say what happens next and when.\nUse only this policy and promise nothing it does not say:\n{{policy}}",
          "{{ticket}}",
          [ticket, policy],
        ),
      },
    ],
  },
  {
    path: "support/summary",
    description: "Two sentences for the next colleague.",
    perDay: 18,
    pinned: { share: 0.35, untilDaysAgo: 17 },
    versions: [
      {
        message: "first version",
        content: text("Summarise this conversation:\n{{conversation}}", [
          { name: "conversation", type: "text", required: true },
        ]),
      },
      {
        message: "two sentences",
        content: text("Summarise this conversation in two sentences for a colleague:\n{{conversation}}", [
          { name: "conversation", type: "text", required: true },
        ]),
      },
      {
        message: "what is open",
        content: text(
          "Summarise this conversation in two sentences for a colleague: what the customer wants, and what is still open.\n{{conversation}}",
          [{ name: "conversation", type: "text", required: true }],
        ),
      },
      {
        message: "keep order numbers",
        content: text(
          "Summarise this conversation in two sentences for a colleague: what the customer wants, and what is still open. Keep order numbers as they are.\n{{conversation}}",
          [{ name: "conversation", type: "text", required: true }],
        ),
      },
    ],
  },
  {
    path: "billing/dispute",
    description: "Weighs a disputed charge and proposes what to do.",
    perDay: 7,
    pinned: { share: 0.5, untilDaysAgo: 15 },
    versions: [
      {
        message: "first version",
        content: chat(
          "Decide whether we refund the charge and explain why.",
          "Charge: {{charge}}\nCustomer: {{ticket}}",
          [ticket, { name: "charge", type: "json", required: true }],
        ),
      },
      {
        message: "name the paragraph",
        content: chat(
          "Decide whether we refund the charge. Name the paragraph of the policy you rest on.\n{{policy}}",
          "Charge: {{charge}}\nCustomer: {{ticket}}",
          [ticket, policy, { name: "charge", type: "json", required: true }],
        ),
      },
      {
        message: "ask when unsure",
        content: chat(
          "Decide whether we refund the charge. Name the paragraph of the policy you rest on. When the charge and the customer contradict each other, ask one question instead.\n{{policy}}",
          "Charge: {{charge}}\nCustomer: {{ticket}}",
          [ticket, policy, { name: "charge", type: "json", required: true }],
        ),
      },
    ],
  },
  {
    path: "kb/answer",
    description: "Answers in the help centre, from the passages that were found.",
    perDay: 22,
    pinned: { share: 0.3, untilDaysAgo: 20 },
    versions: [
      {
        message: "first version",
        content: chat("Answer from the passages.\n{{passages}}", "{{question}}", [
          { name: "passages", type: "text", required: true },
          { name: "question", type: "string", required: true },
        ]),
      },
      {
        message: "say when nothing fits",
        content: chat(
          "Answer from the passages alone. If they don't answer the question, say so.\n{{passages}}",
          "{{question}}",
          [
            { name: "passages", type: "text", required: true },
            { name: "question", type: "string", required: true },
          ],
        ),
      },
      {
        message: "shorter",
        content: chat(
          "Answer in at most three sentences, from the passages alone. If they don't answer the question, say so.\n{{passages}}",
          "{{question}}",
          [
            { name: "passages", type: "text", required: true },
            { name: "question", type: "string", required: true },
          ],
        ),
      },
      {
        message: "end with the link",
        content: chat(
          "Answer in at most three sentences, from the passages alone, and end with the link of the one you used. If they don't answer the question, say so.\n{{passages}}",
          "{{question}}",
          [
            { name: "passages", type: "text", required: true },
            { name: "question", type: "string", required: true },
          ],
        ),
      },
    ],
  },
  {
    path: "support/tone",
    description: "Makes a draft sound like us.",
    perDay: 9,
    pinned: { share: 0.4, untilDaysAgo: 13 },
    versions: [
      {
        message: "first version",
        content: text("Rewrite in a friendly tone:\n{{draft}}", [
          { name: "draft", type: "text", required: true },
        ]),
      },
      {
        message: "calm, not cheerful",
        content: text("Rewrite calmly and plainly, without exclamation marks:\n{{draft}}", [
          { name: "draft", type: "text", required: true },
        ]),
      },
      {
        message: "keep facts and numbers",
        content: text(
          "Rewrite calmly and plainly, without exclamation marks. Keep every fact, number and date:\n{{draft}}",
          [{ name: "draft", type: "text", required: true }],
        ),
      },
    ],
  },
];
