import { database } from "#db";
import { isQueueReady } from "#lib/jobs";
import { checkRecording } from "#lib/observability";
import { AppError } from "#platform/errors";
import { createApi } from "./app.ts";

export { apiReference } from "./reference.ts";

/** The API over the process's own database: what the studio, the gateway and Next mount. */
export const api = createApi({
  db: async () => (await database()).db,
  checkReady: async () => {
    const { driver } = await database();
    await driver.query("select 1").catch((cause: unknown) => {
      throw new AppError("unavailable", "The database does not answer.", { cause });
    });
    if (!(await isQueueReady())) throw new AppError("unavailable", "The job queue does not answer.");
    await checkRecording();
  },
});
