import { createDataset } from "#lib/datasets";
import { createSuite } from "#lib/evaluation";
import { defineKpi } from "#lib/feedback";
import { ensureDefaultPolicy } from "#lib/guardrails";
import { ensureDefaultEnvironments, updateGate } from "#lib/releases";
import { createQueue, ensureDefaultReasons } from "#lib/review";
import { replySuite, triageSuite } from "./content/demands.ts";
import { readReplies, readTickets } from "./files.ts";
import type { Cast } from "./people.ts";

/** What the team had before its first version: policies, datasets, suites, a queue. */
export type Setting = { ticketsId: string; suiteVersionId: string; queueId: string; repliesId: string };

export async function seedBasics({ engineer, owner }: Cast): Promise<Setting> {
  await ensureDefaultPolicy(owner);
  await ensureDefaultReasons(owner);
  await ensureDefaultEnvironments(owner);
  await updateGate(owner, {
    environment: "production",
    gate: { conditions: [{ kind: "approvals", count: 1 }] },
  });
  await defineKpi(engineer, {
    key: "solved_first_time",
    name: "Tickets solved first time",
    unit: "percent",
    description: "Share of tickets that were not opened again within seven days.",
  });
  await defineKpi(engineer, {
    key: "handling_time",
    name: "Handling time",
    unit: "seconds",
    isHigherBetter: false,
    description: "From opening a ticket to closing it.",
  });
  const examples = readTickets().map(({ ticket, category, language, tier }) => ({
    inputs: { ticket },
    reference: { category },
    metadata: { language, tier },
  }));
  const tickets = await createDataset(engineer, {
    name: "tickets",
    description: "Tickets with the queue they belong in, checked by two people.",
    examples,
    message: "72 tickets of October",
    isDemo: true,
  });
  const replies = readReplies().map(({ ticket, policy, reply }) => ({
    inputs: { ticket, policy },
    reference: reply,
    metadata: {},
  }));
  const repliesSet = await createDataset(engineer, {
    name: "replies",
    description: "Tickets with the paragraph of policy and the reply a senior colleague wrote.",
    examples: replies,
    message: "62 replies",
    isDemo: true,
  });
  const suite = await createSuite(engineer, {
    name: "triage-quality",
    description: "What support/triage must keep to before it may go to production.",
    content: triageSuite,
    message: "first version",
    isDemo: true,
  });
  await createSuite(engineer, {
    name: "reply-quality",
    description: "Closeness to the senior colleague's reply, length and tone.",
    content: replySuite,
    message: "first version",
    isDemo: true,
  });
  const queue = await createQueue(engineer, {
    name: "Triage, weekly sample",
    guidelines:
      "Choose the queue that can solve the ticket, not the one it mentions. A fee on a delivery is billing. When two queues could solve it, take the one the customer asks first.",
    datasetId: tickets.id,
    isDemo: true,
  });
  return {
    ticketsId: tickets.id,
    repliesId: repliesSet.id,
    suiteVersionId: suite.latest.id,
    queueId: queue.id,
  };
}
