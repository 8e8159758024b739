import { database } from "#db";
import { type Context, contextForUser } from "#lib/identity";
import { AppError, errorTable, toAppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { logger } from "#platform/logger";
import { findCurrentUser } from "#app/_context";

/** Runs a verb for a route handler as `action()` does for a form: finds the person, maps the error, answers JSON. */
export async function answer(
  request: Request,
  project: string,
  work: (ctx: Context) => Promise<unknown>,
): Promise<Response> {
  const requestId = request.headers.get("x-request-id") ?? newId();
  try {
    // A cookie alone must not let another site post here.
    const site = request.headers.get("sec-fetch-site");
    if (site !== null && site !== "same-origin")
      throw new AppError("forbidden", "Files can be sent from the studio's own pages only.");
    const user = await findCurrentUser();
    if (!user)
      throw new AppError(
        "unauthenticated",
        "Your session is over. Sign in again in another tab; your file is still chosen here.",
      );
    const { ctx } = await contextForUser((await database()).db, {
      userId: user.id,
      projectSlug: project,
      requestId,
    });
    return Response.json({ data: await work(ctx) });
  } catch (thrown) {
    const error = toAppError(thrown);
    logger()[errorTable[error.code].report ? "error" : "info"](
      { err: thrown, code: error.code, requestId, action: "dataset.upload" },
      "upload failed",
    );
    return Response.json(
      { error: { code: error.code, message: error.message, requestId } },
      { status: errorTable[error.code].status },
    );
  }
}
