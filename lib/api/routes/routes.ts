import { z } from "zod";
import { errorClasses } from "#constants/models";
import {
  archiveRoute,
  createRoute,
  explainRoute,
  getRoute,
  getRouteHealth,
  listRoutes,
  listRouteVersions,
  saveRoute,
} from "#lib/routes";
import { explanationRoles } from "#constants/routes";
import {
  ArchiveRouteInput,
  CreateRouteInput,
  ExplainRouteInput,
  ListRoutesInput,
  RouteDefinition,
  SaveRouteInput,
} from "#schema/routes";
import { routeFigures } from "#lib/observability";
import { ModelTarget } from "#schema/models";
import { RouteFiguresInput } from "#schema/observability";
import { route } from "../route.ts";

const RouteVersion = z.object({
  number: z.number(),
  definition: RouteDefinition,
  contentHash: z.string(),
  message: z.string(),
  createdByName: z.string(),
  createdAt: z.date(),
});
const Route = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  archivedAt: z.date().nullable(),
  createdAt: z.date(),
  version: RouteVersion.describe("The newest; calls of `route:name` are served by it."),
});
const TargetState = ModelTarget.extend({
  isOffered: z
    .boolean()
    .describe("False where its connection is archived or its model switched off: calls pass it by."),
  state: z.enum(["closed", "open", "half_open"]).describe("Of its circuit breaker."),
  openUntil: z.date().nullable(),
  calls: z.number().nullable().describe("In the breaker's window; null where the route has no breaker."),
  failures: z.number().nullable(),
  active: z.number().describe("Calls that are at it now."),
  waiting: z.number(),
  firstTokenMs: z.number().nullable().describe("Usual; null where the last minute says nothing."),
  wholeMs: z.number().nullable(),
  p95Ms: z
    .number()
    .nullable()
    .describe("Of whole answers in the last five minutes; null where there are too few."),
  lastErrors: z.array(z.object({ errorClass: z.enum(errorClasses), at: z.date() })),
});
const Explanation = z.object({
  outcome: z.string().describe("In one sentence, what the caller would get."),
  reason: z.string().describe("Why the first one is the first."),
  targets: z.array(
    ModelTarget.extend({
      label: z.string(),
      role: z.enum(explanationRoles),
      why: z.string(),
      costUsd: z.number().nullable(),
      latencyMs: z.number().nullable(),
    }),
  ),
});
const params = z.object({ routeId: z.uuid() });
const tag = "Routes";

export const routeRoutes = [
  route({
    method: "get",
    path: "/routes",
    id: "listRoutes",
    tag,
    summary: "List routes",
    description: 'By name. A call asks one with `model: "route:name"` at /api/v1/chat/completions.',
    permissions: ["route.read"],
    query: ListRoutesInput,
    result: z.object({ items: z.array(Route) }),
    handle: async ({ ctx, query }) => ({ items: await listRoutes(ctx, query) }),
  }),
  route({
    method: "post",
    path: "/routes",
    id: "createRoute",
    tag,
    summary: "Make a route",
    description:
      "Whom a call asks and how: targets with order and weight, retries, time-outs, limits, policies, a cache.",
    permissions: ["route.create"],
    body: CreateRouteInput,
    result: Route,
    status: 201,
    handle: ({ ctx, body }) => createRoute(ctx, body),
  }),
  route({
    method: "get",
    path: "/routes/{routeId}",
    id: "getRoute",
    tag,
    summary: "Read a route",
    description: "With its newest version.",
    permissions: ["route.read"],
    params,
    result: Route,
    handle: ({ ctx, params: { routeId } }) => getRoute(ctx, { routeId }),
  }),
  route({
    method: "get",
    path: "/routes/{routeId}/versions",
    id: "listRouteVersions",
    tag,
    summary: "List a route's versions",
    description: "Newest first, at most 200.",
    permissions: ["route.read"],
    params,
    result: z.object({ items: z.array(RouteVersion) }),
    handle: async ({ ctx, params: { routeId } }) => ({ items: await listRouteVersions(ctx, { routeId }) }),
  }),
  route({
    method: "post",
    path: "/routes/{routeId}/versions",
    id: "saveRoute",
    tag,
    summary: "Save a version of a route",
    description:
      "Calls by the route's name are served by it from now on. An unchanged definition makes none.",
    permissions: ["route.update"],
    params,
    body: SaveRouteInput.omit({ routeId: true }),
    result: Route,
    status: 201,
    handle: ({ ctx, params: { routeId }, body }) => saveRoute(ctx, { routeId, ...body }),
  }),
  route({
    method: "post",
    path: "/routes/{routeId}/archive",
    id: "archiveRoute",
    tag,
    summary: "Archive or restore a route",
    description: "Calls that name an archived one are refused.",
    permissions: ["route.archive"],
    params,
    body: ArchiveRouteInput.omit({ routeId: true }),
    result: Route,
    handle: ({ ctx, params: { routeId }, body }) => archiveRoute(ctx, { routeId, ...body }),
  }),
  route({
    method: "get",
    path: "/routes/{routeId}/health",
    id: "getRouteHealth",
    tag,
    summary: "Read how a route's targets are doing",
    description:
      "Circuits, calls in progress, usual times and last errors, as the process that answers has seen them; each process sees its own calls.",
    permissions: ["route.read"],
    params,
    result: z.object({ items: z.array(TargetState) }),
    handle: async ({ ctx, params: { routeId } }) => ({ items: await getRouteHealth(ctx, { routeId }) }),
  }),
  route({
    method: "get",
    path: "/routes/{routeId}/figures",
    id: "getRouteFigures",
    tag,
    summary: "Read how a route's calls did",
    description:
      "In a span: the 95th percentile of latency and what an answer cost on average, of its newest 20,000 calls, simulated ones left out. What it promises is `definition.sla`.",
    permissions: ["route.read", "generation.read"],
    params,
    query: RouteFiguresInput.omit({ routeId: true }),
    result: z.object({
      calls: z.number(),
      answered: z.number(),
      priced: z.number().describe("Answers whose cost is known."),
      latencyP95Ms: z.number().nullable().describe("Null without enough answers."),
      costUsd: z.number().nullable(),
    }),
    handle: async ({ ctx, params: { routeId }, query }) => {
      // One of another project is not found, rather than without calls.
      const { id } = await getRoute(ctx, { routeId });
      return routeFigures(ctx, { routeId: id, ...query });
    },
  }),
  route({
    method: "post",
    path: "/routes/explain",
    id: "explainRoute",
    tag,
    summary: "See what a route would do",
    description: "For metadata, a key and a failure: which target would be asked and why, without asking it.",
    permissions: ["route.read"],
    body: ExplainRouteInput,
    result: Explanation,
    handle: ({ ctx, body }) => explainRoute(ctx, body),
  }),
];
