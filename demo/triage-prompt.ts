import { listVersions } from "#lib/datasets";
import { type Run, setBenchmark, startRun } from "#lib/evaluation";
import { drainJobs } from "#lib/jobs";
import { createPrompt, saveVersion } from "#lib/prompts";
import { approvePromotion, completePromotion, requestPromotion } from "#lib/releases";
import { addTasks } from "#lib/review";
import { flaggedByVersion } from "./content/flagged.ts";
import { triageVersions } from "./content/triage.ts";
import type { Setting } from "./ground.ts";
import type { Cast } from "./people.ts";
import type { Take } from "./recording.ts";
import { type Corrections, decideOpen, flagFromProduction } from "./reviewing.ts";
import { pinned } from "./content/pinned.ts";
import type { SeededState, SeededPrompt } from "./seeded.ts";
import type { Calendar, Timeline } from "./time.ts";
import { knownTickets, recordedTriage } from "./triage-recording.ts";

type Stage = {
  cast: Cast;
  state: SeededState;
  calendar: Calendar;
  setting: Setting;
  connectionId: string;
  model: string;
  play(answer: (lastMessage: string) => Take): void;
};

/** Days ago on which each version of support/triage went to production. */
const triageDays = [30, 27, 21, 14, 6];
const perDay = 34;
const comments = [
  "Good enough to begin with.",
  "The comparison is clear.",
  "Billing and shipping are told apart at last.",
  "I tried it on last week's German tickets. Clear.",
  "The fee on a delivery goes to billing now, which is what the team asked for.",
];

/** support/triage from its first version to the fifth: runs, reviews, corrections, promotions. */
export async function* seedTriagePrompt(stage: Stage): Timeline {
  const { cast, state, calendar, setting } = stage;
  const { engineer, lead } = cast;
  const versions = triageVersions.map((version) => ({
    ...version,
    content: pinned(version.content, { connectionId: stage.connectionId, model: stage.model }),
  }));
  const [first, ...later] = versions;
  if (!first) throw new Error("support/triage has no version");
  yield calendar.at(31, 9);
  const prompt = await createPrompt(engineer, {
    path: "support/triage",
    description: "Sorts incoming tickets into the queue that can solve them.",
    content: first.content,
    message: first.message,
    isDemo: true,
  });
  const triage: SeededPrompt = {
    id: prompt.id,
    path: "support/triage",
    perDay,
    samples: state.samples["support/triage"] ?? [],
  };
  let versionId = prompt.latest.id;
  let baselineRunId: string | undefined;
  let corrections: Corrections = { decisionIds: [], exampleIds: [] };
  for (const [index, version] of [first, ...later].entries()) {
    const daysAgo = triageDays[index] ?? 0;
    const isLast = index === versions.length - 1;
    yield calendar.at(daysAgo, 9);
    if (index > 0) {
      const saved = await saveVersion(engineer, {
        promptId: prompt.id,
        content: version.content,
        message: version.message,
        provenance: provenanceOf(corrections, baselineRunId),
      });
      versionId = saved.version.id;
    }
    const recorded = { versionId, accuracy: version.accuracy, seed: index + 1 };
    const run = await runRecorded(stage, recorded);
    if (isLast)
      await setBenchmark(engineer, {
        promptId: prompt.id,
        datasetVersionId: run.datasetVersionId,
        suiteVersionId: run.suiteVersionId,
        target: { connectionId: stage.connectionId, model: stage.model },
      });
    yield calendar.at(daysAgo, 9, 20);
    await addTasks(engineer, {
      queueId: setting.queueId,
      runId: run.id,
      which: "sample",
      count: 40,
      seed: index + 1,
    });
    yield* decideOpen(cast, setting, { begin: calendar.at(daysAgo, 9, 30), seed: 2 * index, leave: 0 });
    yield calendar.at(daysAgo, 12);
    const promotion = await requestPromotion(engineer, {
      promptId: prompt.id,
      versionId,
      environment: "production",
      reason: version.message,
      candidateRunId: run.id,
      ...(baselineRunId ? { baselineRunId } : {}),
      isDemo: true,
    });
    yield calendar.at(daysAgo, 13);
    await approvePromotion(lead, {
      promotionId: promotion.id,
      comment: comments[index] ?? "The comparison is clear.",
    });
    yield calendar.at(daysAgo, 13, 3);
    await completePromotion(engineer, { promotionId: promotion.id });
    if (index === 0) state.prompts.unshift(triage);
    triage.serving = { id: versionId, number: index + 1, content: version.content };
    yield calendar.at(daysAgo - 2, 9);
    await flagFromProduction(
      cast,
      setting,
      { promptId: prompt.id, versionId, versionNumber: index + 1 },
      flaggedByVersion[index] ?? [],
    );
    if (isLast) await addTasks(engineer, { queueId: setting.queueId, runId: run.id, which: "failed" });
    corrections = yield* decideOpen(cast, setting, {
      begin: calendar.at(daysAgo - 2, 10),
      seed: 2 * index + 1,
      leave: isLast ? 7 : 0,
    });
    yield calendar.at(daysAgo - 3, 8);
    // When corrections made a new dataset version, the version in use is run on it too, so that the next one is compared on the same examples.
    baselineRunId = corrections.exampleIds.length > 0 ? (await runRecorded(stage, recorded)).id : run.id;
  }
}

function provenanceOf(corrections: Corrections, runId: string | undefined) {
  return corrections.decisionIds.length > 0
    ? { kind: "correction" as const, ...corrections, ...(runId ? { runId } : {}) }
    : { kind: "hand" as const };
}

type RecordedRun = { versionId: string; accuracy: number; seed: number };

/** Runs the suite on the newest dataset version against the recording. */
async function runRecorded(
  { cast: { engineer }, setting: { ticketsId, suiteVersionId }, connectionId, model, play }: Stage,
  { versionId, accuracy, seed }: RecordedRun,
): Promise<Run> {
  const { items } = await listVersions(engineer, { datasetId: ticketsId, limit: 1 });
  const [newest] = items;
  if (!newest) throw new Error("the dataset has no version");
  play(recordedTriage(knownTickets(), accuracy, seed));
  const run = await startRun(engineer, {
    promptVersionId: versionId,
    datasetVersionId: newest.id,
    suiteVersionId,
    target: { connectionId, model },
    concurrency: 32,
    isDemo: true,
  });
  await drainJobs();
  return run;
}
