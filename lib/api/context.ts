import type { Context as HonoContext } from "hono";

export type ApiEnv = { Variables: { requestId: string } };

export type ApiContext = HonoContext<ApiEnv>;
