import { defineJob } from "#lib/jobs";
import { systemClock } from "#platform/clock";
import { dropOldRequests } from "./begin.ts";

defineJob<object>({
  name: "requests.drop_old",
  cron: "17 * * * *",
  expireInSeconds: 600,
  handler: ({ open }) => dropOldRequests(open.db, systemClock.now()),
});
