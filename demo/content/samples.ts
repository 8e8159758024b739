import { seededRandom } from "#platform/random";
import {
  readConversations,
  readDisputes,
  readDrafts,
  readHardReplies,
  readQuestions,
  readReplies,
  readTickets,
} from "../files.ts";
import { nearMiss } from "../triage-recording.ts";
import { triageVersions } from "./triage.ts";

/** Something a program asks, with the answer a good version gives and the one a weak version slips into. */
export type Sample = {
  variables: Record<string, unknown>;
  language: string;
  /** What it is about, by which feedback is chosen: a category, a paragraph of policy, a subject. */
  topic: string;
  good: string;
  poor: string;
  /** What a reviewer says on mending the poor answer. */
  note: string;
  /** 0..1: a version with a smaller share of good answers than this gives the poor one. */
  hard: number | null;
};

/** The share of good answers of each version that serves or is pinned; support/triage has its own in triage.ts. */
export const goodShares: Record<string, Record<number, number>> = {
  "support/triage": Object.fromEntries(triageVersions.map(({ accuracy }, index) => [index + 1, accuracy])),
  "support/reply": { 4: 0.6, 5: 0.87 },
  "support/summary": { 3: 0.66, 4: 0.94 },
  "billing/dispute": { 2: 0.62, 3: 0.84 },
  "kb/answer": { 3: 0.72, 4: 0.93 },
  "support/tone": { 2: 0.68, 3: 0.91 },
};

/** Everything that programs ask of each prompt in the demo's month. */
export function readSamples(): Record<string, Sample[]> {
  return {
    "support/triage": triage(),
    "support/reply": [...replies(), ...hardReplies()],
    "support/summary": readConversations().map(({ conversation, summary, ...rest }) => ({
      ...rest,
      variables: { conversation },
      good: summary,
      hard: null,
    })),
    "billing/dispute": readDisputes().map(({ charge, ticket, policy, decision, ...rest }) => ({
      ...rest,
      variables: { charge, ticket, policy },
      topic: paragraphOf(policy),
      good: decision,
      hard: null,
    })),
    "kb/answer": readQuestions().map(({ question, passages, answer, ...rest }) => ({
      ...rest,
      variables: { question, passages },
      good: answer,
      hard: null,
    })),
    "support/tone": readDrafts().map(({ draft, rewrite, ...rest }) => ({
      ...rest,
      variables: { draft },
      good: rewrite,
      hard: null,
    })),
  };
}

/** The tickets that are hard in the recorded runs are hard in traffic too. */
function triage(): Sample[] {
  const hardness = seededRandom(7);
  return readTickets().map((row) => {
    const hard = hardness();
    return {
      variables: { ticket: row.ticket },
      language: row.language,
      topic: row.category,
      good: JSON.stringify({ category: row.category }),
      poor: JSON.stringify({ category: nearMiss(row, hard) }),
      note: "",
      hard,
    };
  });
}

/** What earlier versions liked to add, though no policy says it. */
const promises: Record<string, string[]> = {
  en: [
    " As a thank-you we add a 10 euro voucher to your profile.",
    " You will have it by tomorrow at the latest, I promise!",
    " Shipping on your next order is free, of course.",
  ],
  de: [
    " Als Dankeschön schenken wir Ihnen 10 Euro für die nächste Bestellung.",
    " Morgen ist garantiert alles erledigt!",
  ],
  fr: [" Pour nous faire pardonner, nous vous offrons un bon de 10 euros."],
  es: [" Como disculpa le regalamos un vale de 10 euros."],
};

function replies(): Sample[] {
  return readReplies().map(({ ticket, policy, reply }, index) => {
    const language = languageOf(ticket);
    const list = promises[language] ?? [];
    return {
      variables: { ticket, policy },
      language,
      topic: paragraphOf(policy),
      good: reply,
      poor: `${reply}${list[index % list.length] ?? ""}`,
      note: "Promises what the paragraph does not say.",
      hard: null,
    };
  });
}

/** Tickets that are in no dataset yet, on which the model slips in its own way. */
function hardReplies(): Sample[] {
  return readHardReplies().map(({ ticket, policy, reply, ...rest }) => ({
    ...rest,
    variables: { ticket, policy },
    topic: paragraphOf(policy),
    good: reply,
    hard: null,
  }));
}

function paragraphOf(policy: string): string {
  return /\d\.\d/.exec(policy)?.[0] ?? "";
}

function languageOf(ticket: string): "en" | "de" | "fr" | "es" {
  if (/\b(bitte|nach|trotzdem|das Paket)\b/i.test(ticket)) return "de";
  if (/\b(puis-je|le colis|l'application|la SMS)/i.test(ticket)) return "fr";
  return /\b(mi|desde)\b/i.test(ticket) ? "es" : "en";
}
