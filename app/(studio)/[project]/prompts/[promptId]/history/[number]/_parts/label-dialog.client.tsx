"use client";

import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { moveLabelAction } from "../../../../actions.ts";

const schema = () => import("#schema/prompts").then((room) => room.MoveLabelInput);

type LabelDialogProps = {
  project: string;
  promptId: string;
  versionId: string;
  number: number;
  labels: { name: string; versionId: string }[];
};

/** Points a label of one's own at this version. Environments are moved by promotions, and the verb says so. */
export function LabelDialog({ project, promptId, versionId, number, labels }: LabelDialogProps) {
  const [isOpen, setOpen] = useState(false);
  const form = useActionForm({
    action: moveLabelAction,
    schema,
    values: { name: "" },
    input: ({ name }) => ({
      project,
      promptId,
      name,
      versionId,
      expectedVersionId: labels.find((label) => label.name === name)?.versionId ?? null,
    }),
    after: "empty",
    onDone: (label) => {
      setOpen(false);
      toastDone(`${label.name} is now v${label.versionNumber}`);
    },
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button>Label…</Button>}
      title={`Put a label on v${number}`}
      description="Programs fetch a prompt by label. A label on another version moves here."
      submitLabel="Move the label here"
    >
      <FormField form={form} name="name" label="Label" required>
        <Input autoFocus list="known-labels" />
      </FormField>
      <datalist id="known-labels">
        {labels
          .filter((label) => label.name !== "latest")
          .map((label) => (
            <option key={label.name}>{label.name}</option>
          ))}
      </datalist>
    </FormDialog>
  );
}
