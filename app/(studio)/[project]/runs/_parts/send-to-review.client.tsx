"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { useStudioAction } from "#components/shell/use-action.client";
import { formatCount } from "#platform/format";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { NativeSelect } from "#ui/native-select";
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

/** Puts cases on a review queue, chosen in a small dialog. */
export function SendToReview({ project, runId, queues, what, count, label }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [queueId, setQueueId] = useState(queues[0]?.id ?? "");
  const { run, isPending, failure } = useStudioAction(
    sendToReviewAction,
    ({ added, present }: { added: number; present: number }) => {
      setIsOpen(false);
      toastDone(
        `Sent ${formatCount(added, "case")} to review`,
        present > 0 ? `${present} were in the queue already.` : undefined,
      );
    },
  );
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button disabled={count === 0}>{label}</Button>
      </DialogTrigger>
      <DialogContent
        title="Send to review"
        description={`${formatCount(count, "output")} will wait in the queue for a reviewer. Those already in it are left as they are.`}
        footer={
          <>
            <DialogClose asChild>
              <Button>Keep them here</Button>
            </DialogClose>
            <Button
              variant="primary"
              pending={isPending}
              disabled={!queueId}
              onClick={() => run({ project, queueId, runId, ...what })}
            >
              Send {count}
            </Button>
          </>
        }
      >
        {queues.length > 0 ? (
          <Field label="Queue" error={failure?.message}>
            <NativeSelect value={queueId} onChange={(event) => setQueueId(event.target.value)}>
              {queues.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </NativeSelect>
          </Field>
        ) : (
          <p>
            This project has no queue yet. <Link href={paths.queues(project)}>Make one</Link>, then come back.
          </p>
        )}
      </DialogContent>
    </Dialog>
  );
}
