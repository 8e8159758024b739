export { closeQueue, defineJob, drainJobs, enqueue, isQueueReady, openQueue, startWorking } from "./queue.ts";
export type { JobDefinition, JobRun } from "./queue.ts";
