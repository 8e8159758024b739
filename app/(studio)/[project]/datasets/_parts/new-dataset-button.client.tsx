"use client";

import { Plus } from "lucide-react";
import { Button } from "#ui/button";
import { LazyDialog } from "#ui/lazy-dialog";

const load = () => import("./new-dataset.client.tsx").then((module) => module.NewDataset);

/** Opens the dialog that makes a dataset. */
export function NewDatasetButton(dialog: { project: string }) {
  return (
    <LazyDialog load={load} dialog={dialog}>
      <Button variant="primary" aria-haspopup="dialog">
        <Plus aria-hidden="true" />
        New dataset
      </Button>
    </LazyDialog>
  );
}
