"use client";

import { Button } from "#ui/button";
import { LateDialog } from "#ui/late-dialog";

const load = () => import("./add-connection.client.tsx").then((module) => module.AddConnection);

/** Opens the dialog that adds a connection. */
export function AddConnectionButton(dialog: { project: string }) {
  return (
    <LateDialog load={load} dialog={dialog}>
      <Button variant="primary" aria-haspopup="dialog">
        Add connection
      </Button>
    </LateDialog>
  );
}
