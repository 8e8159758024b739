import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Category } from "./content/triage.ts";

export type Ticket = { ticket: string; category: Category; language: string; tier: string };
export type Reply = { ticket: string; policy: string; reply: string };
/** The weak answer beside the good one, and what a reviewer says about it. */
type Judged = { language: string; poor: string; note: string };
export type Conversation = Judged & { topic: string; conversation: string; summary: string };
export type Dispute = Judged & {
  charge: Record<string, unknown>;
  ticket: string;
  policy: string;
  decision: string;
};
export type Question = Judged & { topic: string; question: string; passages: string; answer: string };
export type Draft = Judged & { topic: string; draft: string; rewrite: string };
/** `about` is a sample's topic, or * where the words fit any. */
export type FeedbackWords = {
  prompt: string;
  about: string;
  language: string;
  isUp: boolean;
  comment: string;
};

/** Reads a file of demo/data; the process's folder is the repository. */
export function readData(name: string): string {
  return readFileSync(join(process.cwd(), "demo/data", name), "utf8");
}

function readLines<Row>(name: string): Row[] {
  // The files are part of this repository and have exactly these fields.
  return readData(name)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
}

export const readTickets = () => readLines<Ticket>("tickets.jsonl");
export const readReplies = () => readLines<Reply>("replies.jsonl");
export const readHardReplies = () => readLines<Reply & Judged>("hard-replies.jsonl");
export const readConversations = () => readLines<Conversation>("conversations.jsonl");
export const readDisputes = () => readLines<Dispute>("disputes.jsonl");
export const readQuestions = () => readLines<Question>("questions.jsonl");
export const readDrafts = () => readLines<Draft>("drafts.jsonl");
export const readFeedbackWords = () => readLines<FeedbackWords>("feedback.jsonl");
