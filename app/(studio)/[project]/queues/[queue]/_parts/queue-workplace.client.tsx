"use client";

import { useMemo } from "react";
import type { WorkplaceActions } from "#components/review/use-workplace.client";
import { Workplace, type WorkplaceProps } from "#components/review/workplace.client";
import { claimTaskAction, decideTaskAction, skipTaskAction, undoDecisionAction } from "../../actions.ts";

/** The workplace with the server actions of this page. */
export function QueueWorkplace(props: Omit<WorkplaceProps, "actions">) {
  const { project } = props;
  const actions = useMemo<WorkplaceActions>(
    () => ({
      claim: (taskId) => claimTaskAction({ project, taskId }),
      decide: (verdict) => decideTaskAction({ project, ...verdict }),
      skip: (taskId) => skipTaskAction({ project, taskId }),
      undo: (decisionId) => undoDecisionAction({ project, decisionId }),
    }),
    [project],
  );
  return <Workplace {...props} actions={actions} />;
}
