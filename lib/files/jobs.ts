import { defineJob } from "#lib/jobs";
import { systemClock } from "#platform/clock";
import { dropExpired } from "./files/delete.ts";

defineJob<object>({
  name: "files.drop_expired",
  cron: "41 * * * *",
  expireInSeconds: 600,
  handler: async ({ open }) => {
    await dropExpired(open.db, systemClock.now());
  },
});
