/** Name of the job that works on a run; apart from job.ts, so that starting a run does not load the worker. */
export const runJobName = "evaluation.run";
