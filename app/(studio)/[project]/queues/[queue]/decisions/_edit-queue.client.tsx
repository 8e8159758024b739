"use client";

import { useState } from "react";
import { QueueForm } from "#components/review/queue-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import type { Queue } from "#schema/review";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogTrigger } from "#ui/dialog";
import { toastDone, toastError, toastUndo } from "#ui/toaster";
import { archiveQueueAction, updateQueueAction } from "../../actions.ts";

type EditQueueProps = { project: string; queue: Queue; datasets: readonly { id: string; name: string }[] };

/** Changes the queue's rules, or puts it into the archive with a way back. */
export function EditQueue({ project, queue, datasets }: EditQueueProps) {
  const [isOpen, setOpen] = useState(false);
  const queueId = queue.id;
  const update = useStudioAction(updateQueueAction, () => {
    setOpen(false);
    toastDone("Queue changed");
  });
  const restore = async () => {
    const result = await archiveQueueAction({ project, queueId, isArchived: false });
    if (result?.serverError) toastError(result.serverError.message, result.serverError.requestId);
  };
  const archive = useStudioAction(archiveQueueAction, ({ archivedAt }: Queue) => {
    if (archivedAt) toastUndo("Archived. Its decisions stay.", () => void restore());
  });
  const isArchived = queue.archivedAt !== null;
  return (
    <>
      <Button
        variant="ghost"
        pending={archive.isPending}
        onClick={() => archive.run({ project, queueId, isArchived: !isArchived })}
      >
        {isArchived ? "Restore" : "Archive"}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen}>
        <DialogTrigger asChild>
          <Button>Edit queue</Button>
        </DialogTrigger>
        <DialogContent
          title="Edit queue"
          description="Takes effect for the tasks that wait; decisions stay as they are."
        >
          <QueueForm
            queue={queue}
            datasets={datasets}
            submitLabel="Save queue"
            isPending={update.isPending}
            failure={update.failure}
            onSubmit={(values) => update.run({ project, queueId, ...values })}
          />
        </DialogContent>
      </Dialog>
    </>
  );
}
