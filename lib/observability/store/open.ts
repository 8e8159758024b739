import type { Database } from "#db";
import { postgresStore } from "./postgres/store.ts";
import type { TelemetryStore } from "./telemetry-store.ts";

/** The store of this installation; the one place that knows which it is. */
export function telemetryStore({ db }: { db: Database }): TelemetryStore {
  return postgresStore(db);
}
