export { closeQueue, defineJob, drainJobs, enqueue, isQueueReady, openQueue, startWorking } from "./queue.ts";
export type { JobRun } from "./queue.ts";
