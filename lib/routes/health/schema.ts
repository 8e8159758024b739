import type { ModelTarget } from "#schema/models";
import type { HealthSnapshot } from "./target-health.ts";

/** How a target of a route is doing in the process that was asked. */
export type TargetState = ModelTarget &
  HealthSnapshot & {
    /** The project offers it now; else calls pass it by. */
    isOffered: boolean;
  };
