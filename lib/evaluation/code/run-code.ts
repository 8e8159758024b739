import { codeChecker } from "./checker.ts";
import { pythonRunner } from "./python-runner.ts";
import type { RunJob, RunVerdict, ScoreJob, ScoreVerdict } from "./verdict.ts";

/** Runs code with its tests in the sandbox of its language. */
export function runCode(job: RunJob): Promise<RunVerdict> {
  return job.language === "python" ? pythonRunner().run(job) : codeChecker().run(job);
}

/** What an evaluator's own code gives for a case, in the sandbox of its language. */
export function scoreCode(job: ScoreJob): Promise<ScoreVerdict> {
  return job.language === "python" ? pythonRunner().score(job) : codeChecker().score(job);
}
