import { notFound } from "next/navigation";
import { isAppError, isZodError } from "#platform/errors";

/** For `.catch` of what a page's address names: "not found" where there is no such thing, or no name that one could have. */
export function orNotFound(error: unknown): never {
  if (isZodError(error) || (isAppError(error) && error.code === "not_found")) notFound();
  throw error;
}
