"use client";

import { Button } from "#ui/button";
import { LazyDialog } from "#ui/lazy-dialog";

const loadNewPrompt = () => import("./new-prompt.client.tsx").then((module) => module.NewPromptDialog);
const loadImport = () => import("./import-dialog.client.tsx").then((module) => module.ImportDialog);

/** Opens the dialog that makes a prompt. */
export function NewPrompt(dialog: { project: string; folder: string }) {
  return (
    <LazyDialog load={loadNewPrompt} dialog={dialog}>
      <Button variant="primary" aria-haspopup="dialog">
        New prompt
      </Button>
    </LazyDialog>
  );
}

/** Opens the dialog that imports prompts. */
export function ImportPrompts(dialog: { project: string }) {
  return (
    <LazyDialog load={loadImport} dialog={dialog}>
      <Button aria-haspopup="dialog">Import</Button>
    </LazyDialog>
  );
}
