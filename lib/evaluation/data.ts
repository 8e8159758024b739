import { benchmarks, runs, suiteVersions } from "#db/schema/evaluation";
import { authorship, holdData } from "#lib/governance";

holdData("evaluation", [
  authorship({
    name: "evaluation.suites",
    label: "Versions of suites",
    table: suiteVersions,
    project: suiteVersions.projectId,
    by: suiteVersions.createdBy,
    byName: suiteVersions.createdByName,
    at: suiteVersions.createdAt,
    shown: { id: suiteVersions.id, number: suiteVersions.number },
  }),
  authorship({
    name: "evaluation.runs",
    label: "Runs",
    table: runs,
    project: runs.projectId,
    by: runs.createdBy,
    byName: runs.createdByName,
    at: runs.createdAt,
    shown: { id: runs.id, number: runs.number },
  }),
  authorship({
    name: "evaluation.benchmarks",
    label: "Benchmarks pinned",
    table: benchmarks,
    project: benchmarks.projectId,
    by: benchmarks.updatedBy,
    byName: benchmarks.updatedByName,
    at: benchmarks.updatedAt,
    shown: { promptId: benchmarks.promptId },
  }),
]);
