import type { ApiEnv, ApiContext } from "./context.ts";
import { Hono } from "hono";
import type { Database } from "#db";
import { requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { queryOf, withCursor } from "./asked.ts";
import { authenticate } from "./authenticate.ts";
import { preflight } from "./cors.ts";
import { openApiDocument } from "./document.ts";
import { sendRead, sendStable } from "./encoded.ts";
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
import { methodsAt, othersWord } from "./methods.ts";
import { addOpenAiRoutes } from "./openai/routes.ts";
import { openAiErrorOf, problemOf } from "./problem.ts";
import type { ApiRoute } from "./route.ts";
import { routes } from "./routes/all-routes.ts";
import { FileAnswer, fileTypes } from "./routes/file.ts";
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
    for (const [name, value] of Object.entries(commonHeaders(c)))
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  });
  app.onError((error, c) => failed(c, error));
  app.notFound((c) => {
    const allow = methodsAt(c.req.path);
    if (allow !== null && c.req.method === "OPTIONS") return preflight(c, allow);
    return failed(c, allow === null ? noSuchAddress() : otherMethod(c.req.method, allow));
  });

  app.get("/api/health", (c) => c.json({ status: "ok" }));
  app.get("/api/ready", async (c) => {
    const away = (await dependencies.checkReady()) ?? [];
    return c.json({ status: "ready", ...(away.length > 0 ? { away } : {}) });
  });
  app.get(`${apiBasePath}/openapi.json`, (c) => sendStable(c, JSON.stringify(openApiDocument())));
  addOpenAiRoutes(app, (c) => contextOf(c, dependencies));
  for (const row of routes) {
    const isOthers = othersWord(row);
    app.on(row.method.toUpperCase(), honoPath(row.path), (c, next) =>
      isOthers(c.req.path) ? next() : serve(row, c, dependencies),
    );
  }
  return app;
}

const noSuchAddress = () =>
  new AppError("not_found", "There is no such address in this API. See /api/v1/openapi.json.");

const otherMethod = (method: string, allow: string) =>
  new AppError("method_not_allowed", `This address does not take ${method}; it takes ${allow}.`, {
    details: { allow },
  });

/** The row's five steps: who, whether they may, what, one verb, its presenter. Who may not learns nothing of the form of a body, and nobody reads theirs. */
async function serve(row: ApiRoute, c: ApiContext, dependencies: ApiDependencies): Promise<Response> {
  const ctx = await contextOf(c, dependencies);
  for (const permission of row.permissions) requirePermission(ctx, permission);
  const params = row.params?.parse(c.req.param());
  const query = queryOf(row, c.req.queries());
  const body = row.body?.parse(await bodyOf(c));
  const request = { ctx, params, query, body, signal: () => disconnectSignal(c) };
  const answer = async () => {
    const result = await row.handle(request);
    if (row.isFile) return fileResponse(FileAnswer.parse(result));
    const text = row.isShared ? sharedJson(row, result) : presented(row, result);
    if (row.isShared || row.isStable) return sendStable(c, text);
    return row.method === "get" ? sendRead(c, text) : sendJsonText(c, text, row.status ?? 200);
  };
  return row.method === "get" ? answer() : onceByKey(c, ctx, body, answer);
}

/** A file to be kept, read on only as fast as the receiver takes it. */
function fileResponse({ fileName, format, pieces }: FileAnswer): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await pieces.return(undefined)),
  });
  const headers = {
    "content-type": fileTypes[format],
    "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  };
  return new Response(body, { headers });
}

const presented = (row: ApiRoute, result: unknown) =>
  JSON.stringify(withCursor(row, row.result.parse(result)));
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

async function contextOf(c: ApiContext, dependencies: ApiDependencies) {
  const { ctx, left } = await authenticate(
    await dependencies.db(),
    headerOf(c, "authorization"),
    c.get("requestId"),
    addressOf(c),
  );
  if (left) c.set("rateLeft", left);
  return ctx;
}

/** `{path}` may hold slashes, every other parameter is one segment. */
function honoPath(path: string): string {
  return apiBasePath + path.replace("{path}", ":path{.+}").replace(/\{(\w+)\}/g, ":$1");
}

function failed(c: ApiContext, error: unknown): Response {
  return (openAiAddress.test(c.req.path) ? openAiErrorOf : problemOf)(error, c.get("requestId"));
}
