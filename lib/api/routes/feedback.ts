import { z } from "zod";
import { Moment } from "#platform/moment";
import { defineKpi, kpiSeries, listFeedback, listKpis, recordFeedback, recordKpi } from "#lib/feedback";
import {
  DefineKpiInput,
  FeedbackKind,
  KpiKey,
  KpiUnit,
  KpiValue,
  ListFeedbackInput,
  RecordFeedbackInput,
} from "#schema/feedback";
import { route } from "../route.ts";
import { pageOf } from "./page.ts";

const text = z.string().nullable();
const { isDemo: _isDemo, ...feedbackShape } = RecordFeedbackInput.shape;
const Feedback = z.object({
  id: z.string(),
  generationId: z.string(),
  promptId: text,
  promptVersionId: text,
  promptPath: text,
  promptVersionNumber: z.number().nullable(),
  kind: FeedbackKind,
  score: z.number().nullable(),
  comment: z.string(),
  endUser: text,
  metadata: z.record(z.string(), z.unknown()),
  createdAt: z.date(),
});
export const Kpi = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  unit: KpiUnit,
  isHigherBetter: z.boolean(),
  description: z.string(),
  createdAt: z.date(),
});

export const feedbackRoutes = [
  route({
    method: "post",
    path: "/feedback",
    id: "recordFeedback",
    tag: "Feedback",
    summary: "Say what an end user thought or did",
    description: "On the id of a generation, as /chat/completions gives it.",
    permissions: ["feedback.create"],
    body: z.object(feedbackShape),
    result: Feedback,
    status: 201,
    handle: ({ ctx, body }) => recordFeedback(ctx, body),
  }),
  route({
    method: "get",
    path: "/feedback",
    id: "listFeedback",
    tag: "Feedback",
    summary: "List feedback, newest first",
    permissions: ["feedback.read"],
    query: ListFeedbackInput,
    result: pageOf(Feedback),
    handle: ({ ctx, query }) => listFeedback(ctx, query),
  }),
  route({
    method: "get",
    path: "/kpis",
    id: "listKpis",
    tag: "Feedback",
    summary: "List KPIs with their newest values",
    permissions: ["kpi.read"],
    result: z.object({
      items: z.array(
        Kpi.extend({
          latestDay: text,
          latestValue: z.number().nullable(),
          last30: z.number().nullable(),
          observations: z.number(),
        }),
      ),
    }),
    handle: async ({ ctx }) => ({ items: await listKpis(ctx) }),
  }),
  route({
    method: "post",
    path: "/kpis",
    id: "defineKpi",
    tag: "Feedback",
    summary: "Define a KPI",
    permissions: ["kpi.create"],
    body: DefineKpiInput,
    result: Kpi,
    status: 201,
    handle: ({ ctx, body }) => defineKpi(ctx, body),
  }),
  route({
    method: "post",
    path: "/kpis/{key}/values",
    id: "recordKpi",
    tag: "Feedback",
    summary: "Record values of a KPI",
    description:
      "Tied to a generation or a prompt version where that is known, so that the KPI can be read by version.",
    permissions: ["kpi.record"],
    params: z.object({ key: KpiKey }),
    body: z.object({ values: z.array(KpiValue).min(1).max(1_000) }),
    result: z.object({ recorded: z.number() }),
    status: 201,
    handle: ({ ctx, params, body }) => recordKpi(ctx, { ...params, ...body }),
  }),
  route({
    method: "get",
    path: "/kpis/{key}/series",
    id: "getKpiSeries",
    tag: "Feedback",
    summary: "A KPI by day and prompt version",
    permissions: ["kpi.read"],
    params: z.object({ key: KpiKey }),
    query: z.object({
      promptId: z.uuid().optional(),
      from: Moment.optional(),
      to: Moment.optional(),
    }),
    result: z.object({
      items: z.array(
        z.object({
          day: z.string(),
          promptId: text,
          promptVersionId: text,
          promptPath: text,
          promptVersionNumber: z.number().nullable(),
          value: z.number(),
          weight: z.number(),
        }),
      ),
    }),
    handle: async ({ ctx, params, query }) => ({ items: await kpiSeries(ctx, { ...params, ...query }) }),
  }),
];
