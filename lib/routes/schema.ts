import { z } from "zod";
import { ModelTarget } from "#schema/models";
import { routeNameRule } from "./constants.ts";
import { RouteDefinition } from "./definition.ts";

export * from "./definition.ts";

export const RouteName = z.string().trim().regex(routeNameRule.pattern, routeNameRule.message);

const description = z.string().trim().max(500);
const message = z.string().trim().max(500);

export const CreateRouteInput = z.object({
  name: RouteName,
  description: description.default(""),
  definition: RouteDefinition,
});
export type CreateRouteInput = z.input<typeof CreateRouteInput>;

export const SaveRouteInput = z.object({
  routeId: z.uuid(),
  definition: RouteDefinition,
  /** What is left out stays. */
  description: description.optional(),
  message: message.default(""),
  /** The version the editor started from; another one is a conflict. */
  expectedVersion: z.number().int().min(1).optional(),
});
export type SaveRouteInput = z.input<typeof SaveRouteInput>;

export const GetRouteInput = z.object({ routeId: z.uuid() });
export type GetRouteInput = z.input<typeof GetRouteInput>;

export const ListRoutesInput = z.object({ includeArchived: z.stringbool().or(z.boolean()).default(false) });
export type ListRoutesInput = z.input<typeof ListRoutesInput>;

export const ArchiveRouteInput = z.object({ routeId: z.uuid(), isArchived: z.boolean().default(true) });
export type ArchiveRouteInput = z.input<typeof ArchiveRouteInput>;

export type RouteVersion = {
  number: number;
  definition: RouteDefinition;
  contentHash: string;
  message: string;
  createdByName: string;
  createdAt: Date;
};

/** A route with its newest version, which calls that name no version are served by. */
export type Route = {
  id: string;
  name: string;
  description: string;
  archivedAt: Date | null;
  createdAt: Date;
  version: RouteVersion;
};

/** An answer of a route that is given again to the same call, with the generation it was made by. */
export const CachedAnswer = z.object({
  generationId: z.uuid(),
  target: ModelTarget,
  output: z.string(),
  reasoning: z.string(),
  refusal: z.string().nullable(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
  finishReason: z.enum(["stop", "tool_calls"]),
});
export type CachedAnswer = z.output<typeof CachedAnswer>;

export const ForgetAnswersInput = z.object({ routeId: z.uuid() });
export type ForgetAnswersInput = z.input<typeof ForgetAnswersInput>;

/** A version of a route as a call uses it. */
export type ResolvedRoute = { id: string; name: string; version: number; definition: RouteDefinition };
