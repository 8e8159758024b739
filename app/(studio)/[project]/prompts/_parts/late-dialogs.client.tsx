"use client";

import { Button } from "#ui/button";
import { LateDialog } from "#ui/late-dialog";

const loadNewPrompt = () => import("./new-prompt.client.tsx").then((module) => module.NewPromptDialog);
const loadImport = () => import("./import-dialog.client.tsx").then((module) => module.ImportDialog);

/** Opens the dialog that makes a prompt. */
export function NewPrompt(dialog: { project: string; folder: string }) {
  return (
    <LateDialog load={loadNewPrompt} dialog={dialog}>
      <Button variant="primary" aria-haspopup="dialog">
        New prompt
      </Button>
    </LateDialog>
  );
}

/** Opens the dialog that imports prompts. */
export function ImportPrompts(dialog: { project: string }) {
  return (
    <LateDialog load={loadImport} dialog={dialog}>
      <Button aria-haspopup="dialog">Import</Button>
    </LateDialog>
  );
}
