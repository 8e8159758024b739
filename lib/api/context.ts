import type { Context as HonoContext } from "hono";

export type ApiEnv = { Variables: { requestId: string; isKept?: boolean } };

export type ApiContext = HonoContext<ApiEnv>;
