import Link from "next/link";
import type { ReactNode } from "react";
import { paths } from "#platform/paths";
import type { ConditionLink, ConditionStatus, EvaluatedCondition } from "#schema/releases";
import { Button } from "#ui/button";
import { cn } from "#ui/cn";
import { Units } from "#ui/units";

const signs: Record<ConditionStatus, { sign: string; said: string; tone: string }> = {
  met: { sign: "✓", said: "met", tone: "text-good" },
  waiting: { sign: "◷", said: "waiting", tone: "text-warn" },
  unmet: { sign: "✕", said: "not met", tone: "text-bad" },
};

export type GateConditionsProps = {
  project: string;
  conditions: readonly EvaluatedCondition[];
  /** What stands at the end of the approvals row, which has no page of its own. */
  approvalAction?: ReactNode;
};

/** A gate's conditions, each with its evidence, what to do when it is not met, and the way to what is behind it. */
export function GateConditions({ project, conditions, approvalAction }: GateConditionsProps) {
  if (conditions.length === 0)
    return (
      <p className="p-3.5 text-text-2">
        This environment has no gate: anybody with the permission may promote to it.
      </p>
    );
  return (
    <ul>
      {conditions.map((condition) => {
        const { sign, said, tone } = signs[condition.status];
        return (
          <li
            key={condition.kind}
            className="grid grid-cols-[24px_1fr_auto] items-start gap-2.5 border-b border-line px-3.5 py-3 last:border-b-0 max-sm:grid-cols-[20px_1fr]"
          >
            <span className={tone}>
              <span aria-hidden="true">{sign}</span>
              <span className="sr-only">{said}: </span>
            </span>
            <div className="min-w-0">
              <h3 className="text-base leading-5 font-medium text-text">{condition.title}</h3>
              <p className="text-sm text-text-2">
                <Units>{condition.sentence}</Units>
              </p>
              {condition.whatToDo ? (
                <p className={cn("text-sm", condition.status === "unmet" ? "text-bad" : "text-warn")}>
                  {condition.whatToDo}
                </p>
              ) : null}
            </div>
            <div className="max-sm:col-start-2">
              {condition.link ? (
                <Button size="sm" asChild>
                  <Link href={hrefOfCondition(project, condition.link)}>{condition.link.label}</Link>
                </Button>
              ) : condition.kind === "approvals" ? (
                approvalAction
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** Where a condition's evidence, or the place to mend it, is. */
export function hrefOfCondition(project: string, link: ConditionLink): string {
  switch (link.to) {
    case "comparison":
      return paths.compare(project, link.baselineRunId, link.candidateRunId);
    case "run":
    case "send_to_review":
      return paths.run(project, link.runId);
    case "start_run":
      return paths.newRun(project, { promptVersionId: link.promptVersionId });
    case "queue":
      return paths.queue(project, link.queueId);
    case "suite":
      return paths.suite(project, link.suiteId);
    case "gate":
      return paths.environments(project);
    default:
      return link satisfies never;
  }
}
