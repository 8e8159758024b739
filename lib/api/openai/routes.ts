import type { Hono } from "hono";
import type { Context } from "#lib/identity";
import type { ApiContext, ApiEnv } from "../app.ts";

/** Mounts what speaks OpenAI's protocol. It stands outside the table of rows: it streams, and it is the hot path. */
export function addOpenAiRoutes(_app: Hono<ApiEnv>, _contextOf: (c: ApiContext) => Promise<Context>): void {}
