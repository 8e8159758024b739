import { z } from "zod";
import { ModelTarget } from "#schema/models";
import { PinnedRoute } from "#schema/routes";

/** A model, or a version of a route with the route's name. */
export const NamedTarget = z.union([ModelTarget, PinnedRoute.extend({ name: z.string() })]);
