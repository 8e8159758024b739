import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Category } from "./content/triage.ts";

export type Ticket = { ticket: string; category: Category; language: string; tier: string };
export type Reply = { ticket: string; policy: string; reply: string };

/** Reads a file of db/seed/data; the process's folder is the repository. */
export function readData(name: string): string {
  return readFileSync(join(process.cwd(), "db/seed/data", name), "utf8");
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
