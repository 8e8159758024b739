"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { QueueForm } from "#components/review/queue-form.client";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
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
  return (
    <QueueForm
      datasets={datasets}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New queue
        </Button>
      }
      title="New queue"
      description="A list of outputs for people to judge. Tasks come from runs and from traffic."
      submitLabel="Create queue"
      action={(values) => createQueueAction({ project, ...values })}
      onDone={({ id }) => {
        setOpen(false);
        router.push(paths.queue(project, id));
      }}
    />
  );
}
