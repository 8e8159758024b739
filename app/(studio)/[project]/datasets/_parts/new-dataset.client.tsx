"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { DialogClose } from "#ui/dialog";
import { Input } from "#ui/input";
import { Textarea } from "#ui/textarea";
import { createDatasetAction } from "../actions.ts";

const schema = () => import("#schema/datasets").then((room) => room.CreateDatasetInput);
const values = { name: "", description: "", next: "import" as "import" | "hand" };

/** Names a dataset and goes on to fill it: from a file, or by hand. */
export function NewDataset({ project, startsOpen }: { project: string; startsOpen: boolean }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(startsOpen);
  const form = useActionForm({
    action: createDatasetAction,
    schema,
    values,
    input: ({ name, description }) => ({ project, name, description }),
    after: "empty",
    onDone: ({ id }, { next }) => {
      setOpen(false);
      router.push(next === "import" ? paths.datasetImport(project, id) : paths.dataset(project, id));
    },
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New dataset
        </Button>
      }
      title="New dataset"
      description="Examples come next; the first ones make version 1."
      actions={
        <>
          <DialogClose asChild>
            <Button variant="ghost">Cancel</Button>
          </DialogClose>
          <SubmitButton form={form} variant="default" onClick={() => form.fields.setValue("next", "hand")}>
            Create, add by hand
          </SubmitButton>
        </>
      }
      submitLabel="Create, import a file"
      onSubmitClick={() => form.fields.setValue("next", "import")}
    >
      <FormField form={form} name="name" label="Name" required>
        <Input maxLength={80} autoComplete="off" placeholder="Support tickets" />
      </FormField>
      <FormField
        form={form}
        name="description"
        label="About"
        hint="Where the examples come from and what they are to show."
      >
        <Textarea maxLength={1000} />
      </FormField>
    </FormDialog>
  );
}
