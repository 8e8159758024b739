import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { createSafeActionClient } from "next-safe-action";
import { z } from "zod";
import { database } from "#db";
import { contextForUser } from "#lib/identity";
import { AppError, errorTable, toAppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { logger } from "#platform/logger";
import { findCurrentUser } from "./_context.ts";

/** What the browser learns of a failure: what happened, what to do, and the id to report. */
export type ActionError = { code: string; message: string; details?: unknown; requestId: string };

const client = createSafeActionClient({
  defineMetadataSchema: () => z.object({ action: z.string() }),
  defaultValidationErrorsShape: "formatted",
  handleServerError: async (thrown, { metadata }): Promise<ActionError> => {
    const error = toAppError(thrown);
    const requestId = (await headers()).get("x-request-id") ?? newId();
    logger()[errorTable[error.code].report ? "error" : "info"](
      { err: thrown, code: error.code, requestId, action: metadata?.action },
      "action failed",
    );
    return {
      code: error.code,
      message: error.message,
      requestId,
      ...(error.details === undefined ? {} : { details: error.details }),
    };
  },
});

/** What is wrong with the input by its path. Its exact type follows every schema to its depth, which nobody asks for. */
type InputErrors = object;

const InProject = z.object({ project: z.string().min(1).max(100) });

/**
 * The one way from a page to a verb. Every call carries `project` (the slug of the page it is on); the
 * context is made from the session and that slug, so a forged project is not_found. Afterwards the
 * project's pages are shown again.
 */
export function action(name: string) {
  return {
    inputSchema: <Schema extends z.ZodType>(schema: Schema) =>
      client
        .metadata({ action: name })
        .use(async ({ next, clientInput }) => {
          const user = await findCurrentUser();
          if (!user)
            throw new AppError(
              "unauthenticated",
              "Your session is over. Sign in again in another tab; what you typed here is kept.",
            );
          const { project } = InProject.parse(clientInput);
          const requestId = (await headers()).get("x-request-id");
          const { ctx } = await contextForUser((await database()).db, {
            userId: user.id,
            sessionId: user.sessionId,
            projectSlug: project,
            ...(requestId ? { requestId } : {}),
          });
          const result = await next({ ctx });
          if (result.success) revalidatePath(`/${project}`, "layout");
          return result;
        })
        // The verb gets what is its own: its schema may refuse keys it does not know.
        .inputSchema(
          z
            .intersection(InProject, schema)
            .transform(
              (given) =>
                Object.fromEntries(
                  Object.entries(given).filter(([key]) => key !== "project"),
                ) as z.output<Schema>,
            ),
          { handleValidationErrorsShape: async (errors): Promise<InputErrors> => errors },
        ),
  };
}

/** The way from a page outside of the studio to a verb: whoever calls it is not signed in yet, and no project is named. */
export function visitorAction(name: string) {
  return client.metadata({ action: name });
}
