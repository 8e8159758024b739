const mark = Symbol.for("valueloop.outage");

/** Says of a driver's error that the database itself is away, so that it is not taken for a fault of the statement or of ours. */
export function markOutage<Thrown>(error: Thrown): Thrown {
  if (error instanceof Error) Object.defineProperty(error, mark, { value: true, configurable: true });
  return error;
}

/** PostgreSQL's classes for "not now": connection, resources (disk, memory, connections), shutting down or starting, system. */
const away = /^(08|53|57P|58)[0-9A-Z]{2,3}$/;

/** True where the database is away or full: what was asked may succeed later as it is. */
export function isOutage(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (mark in error) return true;
    if ("code" in error && typeof error.code === "string" && away.test(error.code)) return true;
  }
  return false;
}
