import { policyVersions } from "#db/schema/guardrails";
import { authorship, holdData } from "#lib/governance";

holdData("guardrails", [
  authorship({
    name: "guardrails.policies",
    label: "Versions of policies",
    table: policyVersions,
    project: policyVersions.projectId,
    by: policyVersions.createdBy,
    byName: policyVersions.createdByName,
    at: policyVersions.createdAt,
    shown: { id: policyVersions.id, number: policyVersions.number },
  }),
]);
