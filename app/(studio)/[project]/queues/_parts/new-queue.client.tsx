"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { QueueForm } from "#components/review/queue-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogTrigger } from "#ui/dialog";
import { createQueueAction } from "../actions.ts";

type NewQueueProps = {
  project: string;
  datasets: readonly { id: string; name: string }[];
  startsOpen: boolean;
};

/** Makes a queue and opens it. */
export function NewQueue({ project, datasets, startsOpen }: NewQueueProps) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(startsOpen);
  const { run, isPending, failure } = useStudioAction(createQueueAction, ({ id }: { id: string }) => {
    setOpen(false);
    router.push(paths.queue(project, id));
  });
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New queue
        </Button>
      </DialogTrigger>
      <DialogContent
        title="New queue"
        description="A list of outputs for people to judge. Tasks come from runs and from traffic."
      >
        <QueueForm
          datasets={datasets}
          submitLabel="Create queue"
          isPending={isPending}
          failure={failure}
          onSubmit={(values) => run({ project, ...values })}
        />
      </DialogContent>
    </Dialog>
  );
}
