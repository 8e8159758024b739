"use client";

import { useState } from "react";
import { attempt, type FormProblem } from "#components/prompts/act";
import { labelNameProblem } from "#client/prompts";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogForm, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { moveLabelAction } from "../../../../actions.ts";

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
  const [name, setName] = useState("");
  const [trouble, setTrouble] = useState<FormProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const problem = labelNameProblem(name);
  const move = async () => {
    setBusy(true);
    const expectedVersionId = labels.find((label) => label.name === name)?.versionId ?? null;
    const { data, trouble: failed } = await attempt(moveLabelAction, {
      project,
      promptId,
      name,
      versionId,
      expectedVersionId,
    });
    setBusy(false);
    setTrouble(failed);
    if (!data) return;
    setOpen(false);
    toastDone(`${data.name} is now v${data.versionNumber}`);
  };
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button>Label…</Button>
      </DialogTrigger>
      <DialogContent
        title={`Put a label on v${number}`}
        description="Programs fetch a prompt by label. A label on another version moves here."
        footer={
          <Button
            variant="primary"
            type="submit"
            form="label-form"
            disabled={problem !== null}
            pending={isBusy}
          >
            Move the label here
          </Button>
        }
      >
        <DialogForm id="label-form" onSubmit={() => void move()}>
          <Field label="Label" required error={name === "" ? undefined : (problem ?? undefined)}>
            <Input
              autoFocus
              list="known-labels"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <datalist id="known-labels">
            {labels
              .filter((label) => label.name !== "latest")
              .map((label) => (
                <option key={label.name}>{label.name}</option>
              ))}
          </datalist>
          {trouble ? <InlineError>{trouble.message}</InlineError> : null}
        </DialogForm>
      </DialogContent>
    </Dialog>
  );
}
