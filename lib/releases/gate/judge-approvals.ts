import type { ApprovalEvidence, GateEvidence } from "./gate-evidence.ts";
import type { ConditionOf, EvaluatedCondition } from "./schema.ts";
import { numeral, orList } from "./phrases.ts";

/** Enough other people with one of the roles said yes, and nobody said no. */
export function judgeApprovals(
  condition: ConditionOf<"approvals">,
  gathered: GateEvidence,
): EvaluatedCondition {
  const { count, roles } = condition;
  const given = fittingApprovals(condition, gathered);
  const counted = given.filter((approval) => staleSince(approval, gathered) === null);
  const against = gathered.approvals.filter(({ verdict }) => verdict === "reject");
  const title = `${numeral(count)} ${count === 1 ? "approval" : "approvals"} by another ${orList(roles)}`;
  const evidence = {
    needed: count,
    roles,
    approvedBy: counted.map(({ userId, userName, userRole }) => ({ userId, userName, userRole })),
  };
  const base = { kind: condition.kind, title, evidence, link: null };
  if (against.length > 0) {
    return {
      ...base,
      status: "unmet",
      sentence: `Rejected by ${against.map(({ userName }) => userName).join(", ")}.`,
      whatToDo: "Read why, save a better version and request again.",
    };
  }
  const names = counted.map(({ userName }) => userName).join(", ");
  if (counted.length >= count)
    return { ...base, status: "met", sentence: `Approved by ${names}.`, whatToDo: null };
  const sofar = counted.length > 0 ? `${counted.length} of ${count}: ${names}. ` : "";
  const stale = given
    .filter((approval) => !counted.includes(approval))
    .map((approval) => staleSince(approval, gathered));
  return {
    ...base,
    status: "waiting",
    sentence: `${sofar}${stale.map((since) => `${since}. `).join("")}Asked for by ${gathered.requestedBy.name}, who can't approve it.`,
    whatToDo: `Ask another ${orList(roles)} to approve.`,
  };
}

/** "Tom approved before run 16 ended": nobody has said yes to evidence that came later. Null where the approval stands. */
function staleSince(
  { userName, createdAt }: ApprovalEvidence,
  { run, comparison }: GateEvidence,
): string | null {
  const later = [run, comparison?.baseline].find((each) => each?.finishedAt && each.finishedAt > createdAt);
  return later ? `${userName} approved before run ${later.runNumber} ended` : null;
}

/** One approval a person, none by the requester, none by a role the gate does not name; in a fixed order. */
function fittingApprovals(condition: ConditionOf<"approvals">, gathered: GateEvidence): ApprovalEvidence[] {
  const roles: readonly string[] = condition.roles;
  const people = new Map(
    gathered.approvals
      .filter(
        ({ verdict, userId, userRole }) =>
          verdict === "approve" && userId !== gathered.requestedBy.id && roles.includes(userRole),
      )
      .map((approval) => [approval.userId, approval]),
  );
  return [...people.values()].toSorted((left, right) => (left.userId < right.userId ? -1 : 1));
}
