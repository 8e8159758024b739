/** The SQLSTATE that an error, or what caused it, came with; null for one that is not the database's. */
export function sqlStateOf(thrown: unknown): string | null {
  for (let error = thrown; error instanceof Error; error = error.cause)
    if ("code" in error && typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code))
      return error.code;
  return null;
}
