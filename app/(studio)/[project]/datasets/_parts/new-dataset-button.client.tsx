"use client";

import { Plus } from "lucide-react";
import { Button } from "#ui/button";
import { LateDialog } from "#ui/late-dialog";

const load = () => import("./new-dataset.client.tsx").then((module) => module.NewDataset);

/** Opens the dialog that makes a dataset. */
export function NewDatasetButton(dialog: { project: string }) {
  return (
    <LateDialog load={load} dialog={dialog}>
      <Button variant="primary" aria-haspopup="dialog">
        <Plus aria-hidden="true" />
        New dataset
      </Button>
    </LateDialog>
  );
}
