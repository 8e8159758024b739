"use client";

import { Plus } from "lucide-react";
import { Button } from "#ui/button";
import { LazyDialog } from "#ui/lazy-dialog";

const load = () => import("./new-queue.client.tsx").then((module) => module.NewQueue);

/** Opens the dialog that makes a queue. */
export function NewQueueButton(dialog: {
  project: string;
  datasets: readonly { id: string; name: string }[];
}) {
  return (
    <LazyDialog load={load} dialog={dialog}>
      <Button variant="primary" aria-haspopup="dialog">
        <Plus aria-hidden="true" />
        New queue
      </Button>
    </LazyDialog>
  );
}
