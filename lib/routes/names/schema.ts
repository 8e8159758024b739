import { z } from "zod";
import { ModelTarget } from "#schema/models";

const routeId = z.uuid();

const routeVersion = z.number().int().min(1);

/** A stored route in one of its versions, as it is kept by what was saved, released or run. */
export const PinnedRoute = z.object({ routeId, version: routeVersion });
export type PinnedRoute = z.output<typeof PinnedRoute>;

/** A stored route as it may be asked for: in one of its versions, or in the one that is newest when it is kept. */
export const AskedRoute = z.object({
  routeId,
  version: z
    .union([routeVersion, z.literal("newest")])
    .describe("A version's number; `newest` is kept as the number it is at the save, promotion or start."),
  connectionId: z.never().optional(),
  model: z.never().optional(),
});

export type AskedRoute = { routeId: string; version: number | "newest" };

/** What a prompt is served by, or a run made with: a connection's model, or a stored route. */
export const ModelOrRoute: z.ZodType<ModelOrRoute, ModelOrRoute> = z.union(
  [ModelTarget.extend({ routeId: z.never().optional() }), AskedRoute],
  {
    error: "Give a model ({connectionId, model}) or a route ({routeId, version}), one of them.",
  },
);

export type ModelOrRoute = ModelTarget | AskedRoute;

export type PinnedTarget = ModelTarget | PinnedRoute;

/** A route to choose where a model can be chosen: its newest version, and the models that one asks. */
export type OfferedRoute = NamedRoute & { models: string[]; isSimulated: boolean };

/** One version of a route with the route's name, which stays. */
export type NamedRoute = PinnedRoute & { name: string };

export type NamedTarget = ModelTarget | NamedRoute;
