"use client";

import { Button } from "#ui/button";
import { LazyDialog } from "#ui/lazy-dialog";

const load = () => import("./add-connection.client.tsx").then((module) => module.AddConnection);

/** Opens the dialog that adds a connection. */
export function AddConnectionButton(dialog: { project: string }) {
  return (
    <LazyDialog load={load} dialog={dialog}>
      <Button variant="primary" aria-haspopup="dialog">
        Add connection
      </Button>
    </LazyDialog>
  );
}
