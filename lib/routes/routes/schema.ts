import { z } from "zod";
import { errorClasses } from "#constants/models";
import { Flag } from "#platform/flag";
import type { ModelTarget } from "#schema/models";
import { type explanationRoles, routeNameRule } from "../constants.ts";
import { RouteDefinition } from "../definition.ts";

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

export const ListRoutesInput = z.object({ includeArchived: Flag.default(false) });
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

/** A call that is not made: what a route would do with it. */
export const ExplainRouteInput = z.object({
  definition: RouteDefinition,
  routeId: z
    .uuid()
    .optional()
    .describe("The route whose targets' health is looked at; left out, all are well."),
  metadata: z.record(z.string(), z.unknown()).default({}),
  endUser: z.string().min(1).max(500).optional().describe("As a call names it by `user`."),
  apiKeyId: z.string().min(1).max(100).optional(),
  isStream: z.boolean().default(true),
  inputTokens: z.number().int().min(0).max(10_000_000).default(1_000),
  maxTokens: z.number().int().min(1).max(1_000_000).optional(),
  fault: z.enum(errorClasses).optional().describe("How the first target that is asked fails."),
  seed: z
    .number()
    .int()
    .min(0)
    .max(4_294_967_295)
    .default(1)
    .describe("Of what is drawn: the same seed draws the same."),
});
export type ExplainRouteInput = z.input<typeof ExplainRouteInput>;

export type ExplainedTarget = ModelTarget & {
  /** connection/model. */
  label: string;
  role: (typeof explanationRoles)[number];
  /** In words, why. */
  why: string;
  /** Of the call's input and the answer that is expected, in USD; null where a price is not known. */
  costUsd: number | null;
  /** Usual time to the first token, or to the whole answer, in milliseconds; null where it is not known. */
  latencyMs: number | null;
};

export type RouteExplanation = {
  /** In one sentence, what the caller gets. */
  outcome: string;
  /** Why the first one is the first. */
  reason: string;
  /** In the order in which they are asked. */
  targets: ExplainedTarget[];
};

/** A version of a route as a call uses it. */
export type ResolvedRoute = {
  id: string;
  name: string;
  version: number;
  definition: RouteDefinition;
  /** Checks have shown that its semantic cache gives too many wrong answers. */
  isSemanticOff: boolean;
};
