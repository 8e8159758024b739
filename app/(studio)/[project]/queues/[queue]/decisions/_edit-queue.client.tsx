"use client";

import { useState } from "react";
import { QueueForm } from "#components/review/queue-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import type { Queue } from "#schema/review";
import { Button } from "#ui/button";
import { toastDone, toastUndo } from "#ui/toaster";
import { archiveQueueAction, updateQueueAction } from "../../actions.ts";

type EditQueueProps = { project: string; queue: Queue; datasets: readonly { id: string; name: string }[] };

/** Changes the queue's rules, or puts it into the archive with a way back. */
export function EditQueue({ project, queue, datasets }: EditQueueProps) {
  const [isOpen, setOpen] = useState(false);
  const queueId = queue.id;
  const restore = useStudioAction(archiveQueueAction);
  const archive = useStudioAction(archiveQueueAction, ({ archivedAt }) => {
    if (archivedAt)
      toastUndo("Archived. Its decisions stay.", () => restore.run({ project, queueId, isArchived: false }));
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
      <QueueForm
        queue={queue}
        datasets={datasets}
        open={isOpen}
        onOpenChange={setOpen}
        trigger={<Button>Edit queue</Button>}
        title="Edit queue"
        description="Takes effect for the tasks that wait; decisions stay as they are."
        submitLabel="Save queue"
        action={(values) => updateQueueAction({ project, queueId, ...values })}
        onDone={() => {
          setOpen(false);
          toastDone("Queue changed");
        }}
      />
    </>
  );
}
