import type { ApiEnv, ApiContext } from "./context.ts";
import { Hono } from "hono";
import type { Database } from "#db";
import { requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { authenticate } from "./authenticate.ts";
import { openApiDocument } from "./document.ts";
import { onceByKey } from "./idempotency.ts";
import {
  addressOf,
  bodyOf,
  commonHeaders,
  disconnectSignal,
  headerOf,
  isSent,
  sendJsonText,
} from "./node.ts";
import { addOpenAiRoutes } from "./openai/routes.ts";
import { openAiErrorOf, problemOf } from "./problem.ts";
import type { ApiRoute } from "./route.ts";
import { routes } from "./routes/all-routes.ts";
import { apiBasePath } from "./schema.ts";

export type ApiDependencies = {
  /** The database requests are served from. */
  db(): Promise<Database>;
  /** Rejects while calls cannot be served; gives what is away while they can. */
  checkReady(): Promise<string[] | void>;
};

/** What OpenAI's clients call, offered or not: their errors are in the shape that those clients read. */
const openAiAddress = new RegExp(
  `^${apiBasePath}/(chat/completions|models|embeddings|responses|completions|moderations|files|images|audio|batches|uploads|fine_tuning|vector_stores|assistants|threads|realtime)(/|$)`,
);

/** The HTTP API as one Hono app of `Request -> Response`; every process that serves it makes it from its own database. */
export function createApi(dependencies: ApiDependencies): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.use(async (c, next) => {
    const given = headerOf(c, "x-request-id");
    c.set("requestId", given && /^[\w.-]{1,64}$/.test(given) ? given : newId());
    await next();
    if (isSent(c)) return;
    for (const [name, value] of Object.entries(commonHeaders(c))) c.res.headers.set(name, value);
  });
  app.onError((error, c) => failed(c, error));
  app.notFound((c) =>
    failed(c, new AppError("not_found", "There is no such address in this API. See /api/v1/openapi.json.")),
  );

  app.get("/api/health", (c) => c.json({ status: "ok" }));
  app.get("/api/ready", async (c) => {
    const away = (await dependencies.checkReady()) ?? [];
    return c.json({ status: "ready", ...(away.length > 0 ? { away } : {}) });
  });
  app.get(`${apiBasePath}/openapi.json`, (c) => c.json(openApiDocument()));
  addOpenAiRoutes(app, (c) => contextOf(c, dependencies));
  for (const row of routes)
    app.on(row.method.toUpperCase(), honoPath(row.path), (c) => serve(row, c, dependencies));
  return app;
}

/** The row's five steps: who, whether they may, what, one verb, its presenter. Who may not learns nothing of the form of a body, and nobody reads theirs. */
async function serve(row: ApiRoute, c: ApiContext, dependencies: ApiDependencies): Promise<Response> {
  const ctx = await contextOf(c, dependencies);
  for (const permission of row.permissions) requirePermission(ctx, permission);
  const params = row.params?.parse(c.req.param());
  const query = row.query?.parse(onceOrMore(c.req.queries()));
  const body = row.body?.parse(await bodyOf(c));
  const request = { ctx, params, query, body, signal: () => disconnectSignal(c) };
  const answer = async () => {
    const result = await row.handle(request);
    return sendJsonText(
      c,
      row.isShared ? sharedJson(row, result) : presented(row, result),
      row.status ?? 200,
    );
  };
  return row.method === "get" ? answer() : onceByKey(c, ctx, body, answer);
}

const presented = (row: ApiRoute, result: unknown) => JSON.stringify(row.result.parse(result));
const sharedTexts = new WeakMap<ApiRoute, WeakMap<object, string>>();

/** What a cache hands out never changes, so its JSON is made once and lives as long as the value. */
function sharedJson(row: ApiRoute, result: unknown): string {
  if (typeof result !== "object" || result === null) return presented(row, result);
  const texts = sharedTexts.get(row) ?? new WeakMap<object, string>();
  sharedTexts.set(row, texts);
  const text = texts.get(result) ?? presented(row, result);
  texts.set(result, text);
  return text;
}

/** A parameter given once is a text, given more often a list of them. */
function onceOrMore(queries: Record<string, string[]>): Record<string, string | string[] | undefined> {
  return Object.fromEntries(
    Object.entries(queries).map(([name, values]) => [name, values.length > 1 ? values : values[0]]),
  );
}

async function contextOf(c: ApiContext, dependencies: ApiDependencies) {
  return authenticate(
    await dependencies.db(),
    headerOf(c, "authorization"),
    c.get("requestId"),
    addressOf(c),
  );
}

/** `{path}` may hold slashes, every other parameter is one segment. */
function honoPath(path: string): string {
  return apiBasePath + path.replace("{path}", ":path{.+}").replace(/\{(\w+)\}/g, ":$1");
}

function failed(c: ApiContext, error: unknown): Response {
  return (openAiAddress.test(c.req.path) ? openAiErrorOf : problemOf)(error, c.get("requestId"));
}
