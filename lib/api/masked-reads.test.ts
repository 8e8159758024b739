import { beforeAll, describe, expect, it } from "vitest";
import { createTenant } from "#testing";
import * as datasets from "#lib/datasets";
import * as evaluation from "#lib/evaluation";
import * as feedback from "#lib/feedback";
import type { Context } from "#lib/identity";
import * as loop from "#lib/loop";
import * as observability from "#lib/observability";
import * as releases from "#lib/releases";
import * as review from "#lib/review";
import { hidden, maskedRoles, plantPersonalData, unrolled } from "./masked.testing.ts";
import type { ForeignIds } from "./tenancy.testing.ts";

const rooms = { datasets, observability, evaluation, review, feedback, releases, loop };
/**
 * Verbs that return what somebody wrote, and what they are asked. Other rooms are looked at through every route (masked-routes.test.ts) and page
 * (app/masked-pages.test.ts).
 */
const reads: Record<string, (ids: ForeignIds) => unknown> = {
  "datasets.getDataset": ({ datasetId }) => ({ datasetId }),
  "datasets.listDatasets": () => ({}),
  "datasets.getDatasetVersion": ({ datasetVersionId }) => ({ datasetVersionId }),
  "datasets.listVersions": ({ datasetId }) => ({ datasetId }),
  "datasets.eachExample": ({ datasetVersionId }) => datasetVersionId,
  "datasets.exportExamples": ({ datasetVersionId }) => ({ datasetVersionId, format: "jsonl" }),
  "datasets.getExample": ({ exampleId }) => ({ exampleId }),
  "datasets.listExamples": ({ datasetVersionId }) => ({ datasetVersionId }),
  "observability.getGeneration": ({ generationId }) => ({ generationId }),
  "observability.getGenerations": ({ generationId }) => ({ ids: [generationId] }),
  "observability.listGenerations": ({ runId }) => ({ runId }),
  "observability.getTrace": ({ traceId }) => ({ traceId }),
  "evaluation.getRun": ({ runId }) => ({ runId }),
  "evaluation.listRuns": () => ({}),
  "evaluation.getRunProgress": ({ runId }) => ({ runId }),
  "evaluation.getCase": ({ caseId }) => ({ caseId }),
  "evaluation.listCases": ({ runId }) => ({ runId }),
  "evaluation.casesByIds": ({ caseId }) => [caseId],
  "evaluation.listCaseComparisons": ({ runId }) => ({
    baselineRunId: runId,
    candidateRunId: runId,
    which: "all",
  }),
  "evaluation.exportComparison": ({ runId }) => ({ baselineRunId: runId, candidateRunId: runId }),
  "feedback.listFeedback": ({ generationId }) => ({ generationId }),
  "releases.getPromotion": ({ promotionId }) => ({ promotionId }),
  "releases.findPromotion": ({ promotionId }) => ({ promotionId }),
  "releases.listPromotions": () => ({}),
  "releases.promotionTimeline": ({ promotionId }) => ({ promotionId }),
  "review.getDecision": ({ decisionId }) => ({ decisionId }),
  "review.listDecisions": () => ({}),
  "review.listTasks": () => ({}),
  "review.getTask": ({ taskId }) => ({ taskId }),
  "review.nextTask": ({ queueId }) => ({ queueId }),
  "review.upcomingTasks": ({ queueId }) => ({ queueId }),
  "review.getDiffering": ({ differingTaskId }) => ({ taskId: differingTaskId }),
  "review.listDiffering": () => ({}),
  "review.listExplored": () => ({ from: new Date(0), to: new Date(4e12) }),
  "review.exportDecisions": () => ({ from: new Date(0), to: new Date(4e12), format: "csv" }),
  "loop.promotionChain": ({ decisionId }) => ({ decisionId }),
};
/** Reads of figures, of settings, of what engineers wrote; and those whose texts this project lacks, which are told of here: the mask of proposed corrections, of the last adjudication and of an example's decision is the same function. */
const withoutTexts = new Set(
  `datasets.listVersionsOfExample datasets.previewImport
  evaluation.compareManyRuns evaluation.compareRuns evaluation.listCaseIdsToReview evaluation.listScorePairs
  evaluation.findComparableRuns evaluation.getSuite evaluation.getSuiteVersion evaluation.listSuites evaluation.listEvaluators
  review.findMyLastAdjudication review.listProposedCorrections review.exploreDecisions
  review.getQueue review.listQueues review.findQueues review.listAgreement review.listRejectReasons review.myReviewerStats
  feedback.listKpis feedback.findKpis
  releases.listEnvironments releases.findEnvironments releases.promotionChoices releases.previewGate releases.previewChanges releases.promotionChanges
  releases.evaluateGate releases.listMoves releases.listServedPrompts releases.promotionsOfVersions
  loop.readOverview loop.searchEverything`.split(/\s+/),
);

type Verb = (ctx: Context, input: unknown) => unknown;
const verbs = Object.entries(rooms).flatMap(([room, door]) =>
  Object.entries(door as Record<string, unknown>)
    .filter(
      (entry): entry is [string, Verb] =>
        typeof entry[1] === "function" && /^(async )?function\s*\*?\s*\w*\(\s*ctx\b/.test(String(entry[1])),
    )
    .map(([name, verb]) => [`${room}.${name}`, verb] as const),
);
const isRead =
  /\.(?:get|list|find|each|export|read|search|next|upcoming|explore|compare|preview|promotion|cases|my|verdict|evaluate)/;

async function answerOf(ctx: Context, name: string, ids: ForeignIds): Promise<string> {
  const verb = verbs.find(([known]) => known === name)?.[1];
  if (!verb) throw new Error(`${name} is no longer exported; take it out of this table`);
  return JSON.stringify(await unrolled(await verb(ctx, reads[name]?.(ids))));
}

let ids: ForeignIds;
let owner: Context;
const masked: Record<string, Context> = {};

beforeAll(async () => {
  const tenant = await createTenant();
  ids = await plantPersonalData(tenant);
  owner = await tenant.as("owner");
  for (const role of maskedRoles) masked[role] = await tenant.as(role);
});

describe("personal data that somebody wrote", () => {
  it("is looked for behind every verb that reads", () => {
    const known = new Set([...Object.keys(reads), ...withoutTexts]);
    expect(verbs.map(([name]) => name).filter((name) => isRead.test(name) && !known.has(name))).toEqual([]);
  });

  it.each(Object.keys(reads))("is read by an owner through %s", async (name) => {
    expect(await answerOf(owner, name, ids)).toMatch(hidden);
  });

  describe.each(maskedRoles)("for a %s", (role) => {
    it.each(Object.keys(reads))("is masked by %s, or refused", async (name) => {
      const ctx = masked[role];
      if (!ctx) throw new Error(role);
      const answer = await answerOf(ctx, name, ids).catch((thrown: { code?: string }) => {
        expect(thrown.code).toBe("forbidden");
        return "";
      });
      expect(answer).not.toMatch(hidden);
    });

    it("cannot be found by searching for it", async () => {
      const ctx = masked[role];
      if (!ctx) throw new Error(role);
      const name = "My name is Anna Schmidt";
      const search = { text: name };
      await expect(observability.listGenerations(ctx, search)).rejects.toMatchObject({ code: "forbidden" });
      await expect(observability.countGenerations(ctx, search)).rejects.toMatchObject({ code: "forbidden" });
      await expect(
        datasets.listExamples(ctx, { datasetVersionId: ids.datasetVersionId, query: name }),
      ).rejects.toMatchObject({ code: "forbidden" });
    });
  });
});
