import type { Context as HonoContext } from "hono";
import type { RateLeft } from "#platform/token-bucket";
import type { LimitState } from "#schema/budgets";

export type ApiEnv = {
  Variables: {
    requestId: string;
    isKept?: boolean;
    /** The answer holds what a policy does not let be stored. */
    isNotToBeStored?: boolean;
    /** What the key's own limit leaves it. */
    rateLeft?: RateLeft;
    /** How the limits stand that the call counts for. */
    limits?: readonly LimitState[];
  };
};

export type ApiContext = HonoContext<ApiEnv>;
