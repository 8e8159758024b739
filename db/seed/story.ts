import { createDataset, listVersions } from "#lib/datasets";
import { createSuite, startRun } from "#lib/evaluation";
import { defineKpi } from "#lib/feedback";
import { ensureDefaultPolicy } from "#lib/guardrails";
import { drainJobs } from "#lib/jobs";
import { archiveConnection, createConnection } from "#lib/models";
import { createPrompt, saveVersion } from "#lib/prompts";
import {
  approvePromotion,
  completePromotion,
  ensureDefaultEnvironments,
  requestPromotion,
  updateGate,
} from "#lib/releases";
import { addTasks, createQueue, ensureDefaultReasons } from "#lib/review";
import { env } from "#platform/env";
import { productionGate, replySuite, triageSuite } from "./content/demands.ts";
import { flaggedByVersion } from "./content/flagged.ts";
import { triageVersions } from "./content/triage.ts";
import { type DemoPrompt, otherPrompts } from "./content/others.ts";
import { readReplies, readTickets } from "./files.ts";
import type { Cast } from "./people.ts";
import { openRecording, type Take } from "./recording.ts";
import { type Corrections, decideOpen, flagFromProduction, sinceDaysAgo } from "./reviewing.ts";
import { goBack } from "./time.ts";
import { knownTickets, recordedTriage } from "./triage-recording.ts";

export type ToldVersion = { id: string; number: number; fromDaysAgo: number };
export type ToldPrompt = {
  id: string;
  path: string;
  traffic: DemoPrompt["traffic"];
  production: ToldVersion[];
};
export type Told = { connection: { id: string; name: string; model: string }; prompts: ToldPrompt[] };

/** Days ago on which each version of support/triage went to production. */
const triageDays = [30, 27, 21, 14, 6];
const model = "gpt-4o-mini";

/** Lives through the month of the support team; returns which version served when. */
export async function tellStory(cast: Cast): Promise<Told> {
  const recording = await openRecording();
  const environment = env();
  const allowedBefore = environment.VALUELOOP_ALLOW_PRIVATE_URLS;
  // The recording is a server of our own on loopback; the rule is for addresses people type in.
  environment.VALUELOOP_ALLOW_PRIVATE_URLS = true;
  try {
    goBack(47);
    const connection = await createConnection(cast.owner, {
      name: "openai (demo recording)",
      kind: "openai_compatible",
      preset: "openai",
      baseUrl: recording.url,
      apiKey: "demo-recording",
      gridZone: "USA",
      models: [model],
    });
    await createConnection(cast.owner, {
      name: "simulated",
      kind: "simulated",
      models: ["simulated-fast", "simulated-slow"],
    });
    const setting = await layGround(cast);
    const others = await tellOthers(cast);
    goBack(32);
    await updateGate(cast.owner, { environment: "production", gate: productionGate(0.6) });
    const triage = await tellTriage(cast, setting, { connectionId: connection.id, play: recording.play });
    goBack(1);
    // Last, so that a slow machine cannot fail a promotion of the past by the time the recording took on it.
    await updateGate(cast.owner, { environment: "production", gate: productionGate(0.8, 5_000) });
    await archiveConnection(cast.owner, { connectionId: connection.id });
    return { connection: { id: connection.id, name: connection.name, model }, prompts: [triage, ...others] };
  } finally {
    environment.VALUELOOP_ALLOW_PRIVATE_URLS = allowedBefore;
    await recording.close();
  }
}

type Setting = { ticketsId: string; suiteVersionId: string; queueId: string };

async function layGround({ engineer, owner }: Cast): Promise<Setting> {
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
  await createDataset(engineer, {
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
      "Choose the queue that can **solve** the ticket, not the one it mentions. A fee on a delivery is billing. When two queues could solve it, take the one the customer asks first.",
    datasetId: tickets.id,
    isDemo: true,
  });
  return { ticketsId: tickets.id, suiteVersionId: suite.latest.id, queueId: queue.id };
}

type Stage = { connectionId: string; play(answer: (lastMessage: string) => Take): void };

async function tellTriage(cast: Cast, setting: Setting, stage: Stage): Promise<ToldPrompt> {
  const { engineer, lead } = cast;
  const [first, ...later] = triageVersions;
  if (!first) throw new Error("support/triage has no version");
  goBack(31, 60_000);
  const prompt = await createPrompt(engineer, {
    path: "support/triage",
    description: "Sorts incoming tickets into the queue that can solve them.",
    content: first.content,
    message: first.message,
    isDemo: true,
  });
  const production: ToldVersion[] = [];
  let versionId = prompt.latest.id;
  let baselineRunId: string | undefined;
  let corrections: Corrections = { decisionIds: [], exampleIds: [] };
  for (const [index, version] of [first, ...later].entries()) {
    const daysAgo = triageDays[index] ?? 0;
    goBack(daysAgo, 0);
    if (index === 3) await updateGate(cast.owner, { environment: "production", gate: productionGate(0.8) });
    if (index > 0) {
      const provenance =
        corrections.decisionIds.length > 0
          ? {
              kind: "correction" as const,
              ...corrections,
              ...(baselineRunId ? { runId: baselineRunId } : {}),
            }
          : { kind: "hand" as const };
      const saved = await saveVersion(engineer, {
        promptId: prompt.id,
        content: version.content,
        message: version.message,
        provenance,
      });
      versionId = saved.version.id;
    }
    const run = await runRecorded(cast, setting, stage, {
      versionId,
      accuracy: version.accuracy,
      seed: index + 1,
    });
    goBack(daysAgo, 20 * 60_000);
    await addTasks(engineer, {
      queueId: setting.queueId,
      runId: run.id,
      which: "sample",
      count: 40,
      seed: index + 1,
    });
    const isLast = index === triageVersions.length - 1;
    await decideOpen(cast, setting, { begin: sinceDaysAgo(daysAgo, 0.5), seed: 2 * index, leave: 0 });
    goBack(daysAgo, 3 * 60 * 60_000);
    const promotion = await requestPromotion(engineer, {
      promptId: prompt.id,
      versionId,
      environment: "production",
      reason: version.message,
      candidateRunId: run.id,
      ...(baselineRunId ? { baselineRunId } : {}),
      isDemo: true,
    });
    goBack(daysAgo, 4 * 60 * 60_000);
    await approvePromotion(lead, {
      promotionId: promotion.id,
      comment: index === 0 ? "Good enough to begin with." : "The comparison is clear.",
    });
    await completePromotion(engineer, { promotionId: promotion.id });
    production.push({ id: versionId, number: index + 1, fromDaysAgo: daysAgo - 4 / 24 });
    goBack(daysAgo - 2);
    await flagFromProduction(
      cast,
      setting,
      { promptId: prompt.id, versionId, versionNumber: index + 1 },
      flaggedByVersion[index] ?? [],
    );
    if (isLast) await addTasks(engineer, { queueId: setting.queueId, runId: run.id, which: "failed" });
    corrections = await decideOpen(cast, setting, {
      begin: sinceDaysAgo(daysAgo - 2, 1),
      seed: 2 * index + 1,
      leave: isLast ? 7 : 0,
    });
    goBack(daysAgo - 3);
    baselineRunId = await runOnNewestDataset(cast, setting, stage, {
      versionId,
      accuracy: version.accuracy,
      seed: index + 1,
      runId: run.id,
      isChanged: corrections.exampleIds.length > 0,
    });
  }
  return {
    id: prompt.id,
    path: "support/triage",
    traffic: { perDay: 34, inputTokens: 150, outputTokens: 6, latencyMs: 620, approval: 0.91 },
    production,
  };
}

type RecordedRun = { versionId: string; accuracy: number; seed: number };

/** Runs the suite on the newest dataset version against the recording. */
async function runRecorded(
  { engineer }: Cast,
  { ticketsId, suiteVersionId }: Setting,
  stage: Stage,
  { versionId, accuracy, seed }: RecordedRun,
): Promise<{ id: string }> {
  const { items } = await listVersions(engineer, { datasetId: ticketsId, limit: 1 });
  const [newest] = items;
  if (!newest) throw new Error("the dataset has no version");
  stage.play(recordedTriage(knownTickets(), accuracy, seed));
  const run = await startRun(engineer, {
    promptVersionId: versionId,
    datasetVersionId: newest.id,
    suiteVersionId,
    target: { connectionId: stage.connectionId, model },
    concurrency: 16,
    isDemo: true,
  });
  await drainJobs();
  return run;
}

/** When corrections made a new dataset version, the version in use is run on it too, so that the next one is compared on the same examples. */
async function runOnNewestDataset(
  cast: Cast,
  setting: Setting,
  stage: Stage,
  input: RecordedRun & { runId: string; isChanged: boolean },
): Promise<string> {
  return input.isChanged ? (await runRecorded(cast, setting, stage, input)).id : input.runId;
}

/** The other prompts went to production in the weeks before, when an approval was all the gate asked. */
async function tellOthers(cast: Cast): Promise<ToldPrompt[]> {
  const told: ToldPrompt[] = [];
  for (const [place, prompt] of otherPrompts.entries()) told.push(await tellOther(cast, prompt, place));
  return told;
}

async function tellOther(
  { engineer, lead }: Cast,
  { path, description, traffic, versions }: DemoPrompt,
  place: number,
): Promise<ToldPrompt> {
  const [first, ...later] = versions;
  if (!first) throw new Error(`${path} has no version`);
  goBack(46, place * 3_600_000);
  const prompt = await createPrompt(engineer, {
    path,
    description,
    content: first.content,
    message: first.message,
    isDemo: true,
  });
  let newest: ToldVersion = { id: prompt.latest.id, number: 1, fromDaysAgo: 31 };
  for (const [index, version] of later.entries()) {
    goBack(45 - 3 * index, place * 3_600_000);
    const saved = await saveVersion(engineer, {
      promptId: prompt.id,
      content: version.content,
      message: version.message,
      provenance: { kind: "hand" },
    });
    newest = { ...newest, id: saved.version.id, number: index + 2 };
  }
  goBack(33, place * 3_600_000);
  const promotion = await requestPromotion(engineer, {
    promptId: prompt.id,
    versionId: newest.id,
    environment: "production",
    reason: "read and tried by the team",
    isDemo: true,
  });
  goBack(33, (place + 1) * 3_600_000);
  await approvePromotion(lead, { promotionId: promotion.id, comment: "Fine for our customers." });
  await completePromotion(engineer, { promotionId: promotion.id });
  return { id: prompt.id, path, traffic, production: [newest] };
}
