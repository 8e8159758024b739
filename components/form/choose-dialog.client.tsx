"use client";

import { type ReactNode, useState } from "react";
import { Button } from "#ui/button";
import { DialogClose } from "#ui/dialog";
import { NativeSelect } from "#ui/native-select";
import { FormDialog } from "./form-dialog.client.tsx";
import { FormField } from "./form.client.tsx";
import { type ActionFormOptions, useActionForm } from "./use-action-form.client.tsx";

export type ChooseDialogProps<Input, Data> = Pick<
  ActionFormOptions<Record<string, string>, Input, Data>,
  "action" | "schema"
> & {
  trigger: ReactNode;
  title: string;
  description: string;
  label: string;
  choices: readonly { id: string; name: string }[];
  /** What to say where there is nothing to choose. */
  empty: ReactNode;
  submitLabel: ReactNode;
  /** The key of the choice in what the action takes. */
  name: string;
  input: (id: string) => Input;
  onDone: (data: Data) => void;
};

/** Asks for one of a list and hands something over to it: a queue, a dataset. */
export function ChooseDialog<Input, Data>({
  action,
  schema,
  trigger,
  label,
  choices,
  empty,
  name,
  input,
  onDone,
  ...dialog
}: ChooseDialogProps<Input, Data>) {
  const [isOpen, setOpen] = useState(false);
  const form = useActionForm({
    action,
    schema,
    values: { [name]: choices[0]?.id ?? "" } as Record<string, string>,
    input: (values) => input(values[name] ?? ""),
    onDone: (data) => {
      setOpen(false);
      onDone(data);
    },
  });
  return (
    <FormDialog
      {...dialog}
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={trigger}
      isSubmitDisabled={choices.length === 0}
      actions={
        <DialogClose asChild>
          <Button>Not now</Button>
        </DialogClose>
      }
    >
      {choices.length > 0 ? (
        <FormField form={form} name={name} label={label}>
          <NativeSelect>
            {choices.map((choice) => (
              <option key={choice.id} value={choice.id}>
                {choice.name}
              </option>
            ))}
          </NativeSelect>
        </FormField>
      ) : (
        <p>{empty}</p>
      )}
    </FormDialog>
  );
}
