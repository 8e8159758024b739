import { z } from "zod";
import { Moment } from "#platform/moment";
import {
  countFeedback,
  feedbackSentence,
  feedbackSummary,
  kpiByVersion,
  kpiFigure,
  kpiSeries,
  updateKpi,
} from "#lib/feedback";
import { promotionChain, qualityFigure, readOverview, searchEverything } from "#lib/loop";
import { countGenerations, modelsInUse, scopeCounts, usageSeries } from "#lib/observability";
import { KpiSeriesInput, FeedbackSummaryInput, ListFeedbackInput, UpdateKpiInput } from "#schema/feedback";
import { chainStepKinds, foundKinds, OverviewInput } from "#schema/loop";
import {
  GenerationSource,
  ListGenerationsInput,
  ScopeCountsInput,
  UsageSeriesInput,
} from "#schema/observability";
import { route } from "../route.ts";
import { Kpi } from "./feedback.ts";
import { Usage } from "./generations.ts";

const text = z.string().nullable();
const number = z.number().nullable();
const version = {
  promptId: text,
  promptVersionId: text,
  promptPath: text,
  promptVersionNumber: number,
};
const KpiId = z.object({ kpiId: z.uuid() });
const id = z.string().optional();

export const figureRoutes = [
  route({
    method: "get",
    path: "/overview",
    id: "getOverview",
    tag: "Overview",
    summary: "The loop at a glance: tiles, chart, objectives and what serves",
    description: "As the studio's first page shows it; figures of their own have routes of their own.",
    permissions: ["project.read", "promotion.read"],
    query: OverviewInput,
    result: z.record(z.string(), z.unknown()),
    handle: async ({ ctx, query }) => ({ ...(await readOverview(ctx, query)) }),
  }),
  route({
    method: "get",
    path: "/search",
    id: "searchEverything",
    tag: "Overview",
    summary: "Find the project's things by name, path or number",
    permissions: ["project.read"],
    query: z.object({ query: z.string().trim().min(1).max(200) }),
    result: z.object({
      items: z.array(
        z.object({
          kind: z.enum(foundKinds),
          key: z
            .string()
            .describe(
              "What it is addressed by: a promotion's number, a KPI's key, an environment's name, else its id.",
            ),
          title: z.string(),
          note: z.string(),
        }),
      ),
    }),
    handle: async ({ ctx, query }) => ({ items: await searchEverything(ctx, query.query) }),
  }),
  route({
    method: "get",
    path: "/quality",
    id: "getQuality",
    tag: "Overview",
    summary: "Of all judged outputs, how many were found good",
    permissions: ["project.read"],
    query: FeedbackSummaryInput,
    result: z.object({
      quality: z.record(z.string(), z.unknown()),
      decided: z.number(),
      scored: z.number(),
    }),
    handle: async ({ ctx, query }) => {
      const { quality, ...counts } = await qualityFigure(ctx, query);
      return { quality: { ...quality }, ...counts };
    },
  }),
  route({
    method: "get",
    path: "/chains/{of}/{id}",
    id: "getChain",
    tag: "Overview",
    summary: "From a correction over example, version, run and promotion to the KPI",
    description: "The same chain is read from each of its elements.",
    permissions: ["promotion.read"],
    params: z.object({
      of: z.enum(["promotion", "version", "run", "example", "decision"]),
      id: z.uuid(),
    }),
    result: z.object({
      steps: z.array(
        z.object({
          kind: z.enum(chainStepKinds),
          label: z.string(),
          title: z.string(),
          detail: z.string(),
          isKnown: z.boolean(),
          isHere: z.boolean(),
          decisionId: id,
          queueId: id,
          taskId: id,
          datasetId: id,
          exampleId: id,
          promptPath: id,
          promptId: id,
          versionId: id,
          versionNumber: z.number().optional(),
          runId: id,
          promotionNumber: z.number().optional(),
          kpiKey: id,
        }),
      ),
    }),
    handle: ({ ctx, params: { of, id: at } }) =>
      promotionChain(
        ctx,
        {
          promotion: { promotionId: at },
          version: { versionId: at },
          run: { runId: at },
          example: { exampleId: at },
          decision: { decisionId: at },
        }[of],
      ),
  }),
  route({
    method: "get",
    path: "/usage/series",
    id: "getUsageSeries",
    tag: "Generations",
    summary: "Calls, tokens, cost, latency and carbon by day, and by version, prompt, model or source",
    permissions: ["generation.read"],
    query: UsageSeriesInput.omit({ simulated: true }),
    result: z.object({
      items: z.array(
        Usage.extend({
          day: z.string().describe("YYYY-MM-DD in UTC."),
          group: z.object({ key: z.string(), label: z.string(), ...version, model: text }),
        }),
      ),
    }),
    handle: async ({ ctx, query }) => ({ items: await usageSeries(ctx, query) }),
  }),
  route({
    method: "get",
    path: "/usage/scopes",
    id: "getScopeCounts",
    tag: "Generations",
    summary: "How many calls each environment and source made",
    permissions: ["generation.read"],
    query: ScopeCountsInput,
    result: z.object({
      items: z.array(
        z.object({
          environment: text,
          source: GenerationSource,
          isSimulated: z.boolean(),
          count: z.number(),
        }),
      ),
    }),
    handle: async ({ ctx, query }) => ({ items: await scopeCounts(ctx, query) }),
  }),
  route({
    method: "get",
    path: "/usage/models",
    id: "listModelsInUse",
    tag: "Generations",
    summary: "List the models that answered since a day",
    permissions: ["generation.read"],
    query: z.object({ since: Moment }),
    result: z.object({ items: z.array(z.string()) }),
    handle: async ({ ctx, query }) => ({ items: await modelsInUse(ctx, query) }),
  }),
  route({
    method: "get",
    path: "/generations/count",
    id: "countGenerations",
    tag: "Generations",
    summary: "Count the generations that filters find",
    permissions: ["generation.read"],
    query: ListGenerationsInput.omit({ cursor: true, limit: true }),
    result: z.object({
      count: z.number(),
      isMore: z.boolean().describe("There are more than were counted."),
    }),
    handle: ({ ctx, query }) => countGenerations(ctx, query),
  }),
  route({
    method: "get",
    path: "/feedback/count",
    id: "countFeedback",
    tag: "Feedback",
    summary: "Count the feedback that filters find",
    permissions: ["feedback.read"],
    query: ListFeedbackInput.omit({ cursor: true, limit: true }),
    result: z.object({ count: z.number() }),
    handle: async ({ ctx, query }) => ({ count: await countFeedback(ctx, query) }),
  }),
  route({
    method: "get",
    path: "/feedback/summary",
    id: "getFeedbackSummary",
    tag: "Feedback",
    summary: "Feedback by prompt version, with the interval of its positive share",
    permissions: ["feedback.read"],
    query: FeedbackSummaryInput,
    result: z.object({
      sentence: z.string(),
      items: z.array(
        z.object({
          ...version,
          count: z.number(),
          scored: z.number(),
          positive: z.number(),
          commented: z.number(),
          meanScore: number,
          positiveRate: number,
          positiveLow: number,
          positiveHigh: number,
        }),
      ),
    }),
    handle: async ({ ctx, query }) => {
      const items = await feedbackSummary(ctx, query);
      return { sentence: feedbackSentence(items), items };
    },
  }),
  route({
    method: "patch",
    path: "/kpis/by-id/{kpiId}",
    id: "updateKpi",
    tag: "Feedback",
    summary: "Change a KPI, or put it away",
    permissions: ["kpi.create"],
    params: KpiId,
    body: UpdateKpiInput.omit({ kpiId: true }),
    result: Kpi,
    handle: ({ ctx, params, body }) => updateKpi(ctx, { ...params, ...body }),
  }),
  route({
    method: "get",
    path: "/kpis/by-id/{kpiId}",
    id: "getKpiFigures",
    tag: "Feedback",
    summary: "A KPI over a scope: all of it, by day and by prompt version, with intervals",
    permissions: ["kpi.read"],
    params: KpiId,
    query: KpiSeriesInput.omit({ kpiId: true, key: true }),
    result: z.object({
      figure: z.object({
        value: number,
        weight: z.number(),
        records: z.number(),
        days: z.number(),
        low: number,
        high: number,
      }),
      days: z.array(z.object({ day: z.string(), ...version, value: z.number(), weight: z.number() })),
      versions: z.array(
        z.object({
          ...version,
          value: z.number(),
          weight: z.number(),
          low: number,
          high: number,
          firstDay: z.string(),
          lastDay: z.string(),
        }),
      ),
    }),
    handle: async ({ ctx, params, query }) => {
      const asked = { ...query, ...params };
      return {
        figure: await kpiFigure(ctx, asked),
        days: await kpiSeries(ctx, asked),
        versions: await kpiByVersion(ctx, asked),
      };
    },
  }),
];
