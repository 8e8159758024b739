"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { ChooseDialog } from "#components/form/choose-dialog.client";
import { formatCount } from "#platform/format";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { toastDone } from "#ui/toaster";
import { sendToReviewAction } from "../actions.ts";

export type QueueChoice = { id: string; name: string };
type What = { which: "changed"; caseIds: string[] } | { which: "failed" };
type Props = {
  project: string;
  runId: string;
  queues: readonly QueueChoice[];
  what: What;
  count: number;
  label: ReactNode;
  className?: string;
};

const schema = () => import("#schema/review").then((room) => room.AddTasksInput);

/** Puts cases on a review queue, chosen in a small dialog. */
export function SendToReview({ project, runId, queues, what, count, label }: Props) {
  return (
    <ChooseDialog
      action={sendToReviewAction}
      schema={schema}
      name="queueId"
      input={(queueId) => ({ project, queueId, runId, ...what })}
      onDone={({ added, present }) =>
        toastDone(
          `Sent ${formatCount(added, "case")} to review`,
          present > 0 ? `${present} were in the queue already.` : undefined,
        )
      }
      trigger={<Button disabled={count === 0}>{label}</Button>}
      title="Send to review"
      description={`${formatCount(count, "output")} will wait in the queue for a reviewer. Those already in it are left as they are.`}
      label="Queue"
      choices={queues}
      empty={
        <>
          This project has no queue yet. <Link href={paths.queues(project)}>Make one</Link>, then come back.
        </>
      }
      submitLabel={`Send ${count}`}
    />
  );
}
