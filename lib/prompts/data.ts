import { drafts, labels, promptBranches, promptVersions } from "#db/schema/prompts";
import { authorship, holdData } from "#lib/governance";

holdData("prompts", [
  authorship({
    name: "prompts.versions",
    label: "Versions of prompts",
    table: promptVersions,
    project: promptVersions.projectId,
    by: promptVersions.createdBy,
    byName: promptVersions.createdByName,
    at: promptVersions.createdAt,
    shown: { id: promptVersions.id, number: promptVersions.number, message: promptVersions.message },
  }),
  authorship({
    name: "prompts.branches",
    label: "Branches",
    table: promptBranches,
    project: promptBranches.projectId,
    by: promptBranches.createdBy,
    byName: promptBranches.createdByName,
    at: promptBranches.createdAt,
    shown: { promptId: promptBranches.promptId, name: promptBranches.name },
  }),
  authorship({
    name: "prompts.labels",
    label: "Labels moved",
    table: labels,
    project: labels.projectId,
    by: labels.updatedBy,
    byName: labels.updatedByName,
    at: labels.updatedAt,
    shown: { name: labels.name, versionId: labels.versionId },
  }),
  authorship({
    name: "prompts.drafts",
    label: "Drafts",
    table: drafts,
    project: drafts.projectId,
    by: drafts.updatedBy,
    byName: drafts.updatedByName,
    at: drafts.updatedAt,
    shown: { promptId: drafts.promptId },
  }),
]);
