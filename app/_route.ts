import { database } from "#db";
import { type Context, contextForUser } from "#lib/identity";
import { AppError, errorTable, toAppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { logger } from "#platform/logger";
import { byteStreamOf } from "#platform/stream";
import { findCurrentUser } from "./_context.ts";

type RouteCall<Params> = {
  ctx: Context;
  request: Request;
  params: Params;
  /** What its address asks for, to be parsed by the verb's schema: unlike a page, a route says what is wrong. */
  query: Record<string, string>;
  /** The body as JSON. Throws invalid_input when it is none, as when somebody left before it was sent. */
  json: () => Promise<unknown>;
};

/**
 * A route handler of the studio's own pages, guarded as `action()` is: session, membership of the project in
 * the address, and for everything but GET the same origin. Errors answer with {code, message, details, requestId}.
 */
export function studioRoute<Params extends { project: string }>(
  name: string,
  handle: (call: RouteCall<Params>) => Promise<Response>,
) {
  return async (request: Request, segment: { params: Promise<Params> }): Promise<Response> => {
    const requestId = request.headers.get("x-request-id") ?? newId();
    try {
      refuseForeignOrigin(request);
      const user = await findCurrentUser();
      if (!user)
        throw new AppError(
          "unauthenticated",
          "Your session is over. Sign in again in another tab; what you typed here is kept.",
        );
      const params = await segment.params;
      const { ctx } = await contextForUser((await database()).db, {
        userId: user.id,
        sessionId: user.sessionId,
        projectSlug: params.project,
        requestId,
      });
      const query = Object.fromEntries(new URL(request.url).searchParams);
      return await handle({ ctx, request, params, query, json: () => readJson(request) });
    } catch (thrown) {
      const error = toAppError(thrown);
      const { status, report } = errorTable[error.code];
      logger()[report ? "error" : "info"](
        { err: thrown, code: error.code, requestId, route: name },
        "route failed",
      );
      const details = error.details === undefined ? {} : { details: error.details };
      return Response.json(
        { code: error.code, message: error.message, requestId, ...details },
        { status, headers: { "cache-control": "no-store" } },
      );
    }
  };
}

const fileTypes = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson; charset=utf-8" };

/** A file to be kept, read on only as fast as the receiver takes it. */
export function fileResponse(
  fileName: string,
  format: keyof typeof fileTypes,
  pieces: AsyncGenerator<string>,
): Response {
  return new Response(byteStreamOf(pieces), {
    headers: {
      "content-type": fileTypes[format],
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "cache-control": "no-store",
    },
  });
}

async function readJson(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (cause) {
    throw new AppError("invalid_input", "The request's body is not valid JSON.", { cause });
  }
}

/** A page of another site may make a browser send our cookie, but not a request that says it comes from here. */
function refuseForeignOrigin(request: Request): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const origin = request.headers.get("origin");
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host");
  const isSame = origin !== null && URL.canParse(origin) && new URL(origin).host === host;
  if (!isSame) throw new AppError("forbidden", "This request did not come from the studio's own pages.");
}
