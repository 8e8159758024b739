import { z } from "zod";
import { archiveRoute, createRoute, getRoute, listRoutes, listRouteVersions, saveRoute } from "#lib/routes";
import {
  ArchiveRouteInput,
  CreateRouteInput,
  ListRoutesInput,
  RouteDefinition,
  SaveRouteInput,
} from "#schema/routes";
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
    description: "Whom a call asks and how: targets with order and weight, retries, time-outs, limits.",
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
];
