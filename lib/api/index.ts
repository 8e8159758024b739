import { database } from "#db";
import { isQueueReady } from "#lib/jobs";
import { checkRecording } from "#lib/observability";
import { createApi } from "./app.ts";
import { makeReadiness } from "./ready.ts";

export { apiReference } from "./reference.ts";

/** The API over the process's own database: what the studio, the gateway and Next mount. */
export const api = createApi({
  db: async () => (await database()).db,
  checkReady: makeReadiness(
    [
      { name: "The database", check: async () => (await database()).driver.query("select 1") },
      {
        name: "The job queue",
        check: async () => {
          if (!(await isQueueReady())) throw new Error("The job queue is not open.");
        },
      },
    ],
    checkRecording,
  ),
});
