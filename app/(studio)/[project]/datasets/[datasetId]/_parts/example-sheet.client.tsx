"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { StudioResult } from "#components/form/failure";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormScope } from "#components/form/form-scope.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { paths } from "#platform/paths";
import type { Example, ExampleContentInput } from "#schema/datasets";
import { Button } from "#ui/button";
import { DialogClose } from "#ui/dialog";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { addExampleAction, editExampleAction } from "../../actions.ts";
import { contentOf, draftOf, type ExampleDraft, ExampleForm } from "./example-form.client.tsx";

type ExampleSheetProps = {
  project: string;
  datasetId: string;
  /** Number of the latest version this page shows. */
  expectedLatest: number;
  /** An example of the version, whose field names a new one takes over. */
  template?: Example | null;
  /** The example to edit; without it a new one is added. */
  example?: Example;
};

type Typed = { draft: ExampleDraft; message: string };
type Sent = {
  project: string;
  datasetId: string;
  message: string;
  expectedLatest: number;
} & ExampleContentInput;
type Stored = { version: { number: number }; duplicates?: number; example?: { id: string } };

/** Writes an example, or a changed one in the place of another. Either makes a new version. */
export function ExampleSheet({
  project,
  datasetId,
  expectedLatest,
  template = null,
  example,
}: ExampleSheetProps) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [begun] = useState(() => draftOf(example ?? template, example === undefined));
  const form = useActionForm({
    action: async (sent: Sent): Promise<StudioResult<Stored>> =>
      example ? await editExampleAction({ ...sent, exampleId: example.id }) : await addExampleAction(sent),
    schema: () =>
      import("#schema/datasets").then((room) =>
        example ? room.EditExampleInput.omit({ exampleId: true }) : room.AddExampleInput,
      ),
    values: { draft: begun, message: "" },
    check: ({ draft }: Typed) =>
      Object.fromEntries(
        Object.entries(contentOf(draft).problems).map(([path, message]) => [`draft.${path}`, message]),
      ),
    input: ({ draft, message }: Typed): Sent => ({
      project,
      datasetId,
      message,
      expectedLatest,
      ...contentOf(draft).content,
    }),
    after: "empty",
    onDone: ({ version, duplicates = 0, example: stored }) => {
      setOpen(false);
      toastDone(
        duplicates > 0 ? "The dataset holds this example already" : `Saved as version ${version.number}`,
      );
      if (stored) router.replace(paths.example(project, datasetId, stored.id));
    },
  });
  return (
    <FormDialog
      shape="sheet"
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button>{example ? "Edit" : "Add example"}</Button>}
      title={example ? "Edit example" : "Add example"}
      description={
        example
          ? "Makes a new version; the versions before keep the example as it was."
          : "Makes a new version with the example at its end."
      }
      actions={
        <DialogClose asChild>
          <Button variant="ghost">Cancel</Button>
        </DialogClose>
      }
      submitLabel={`Save as version ${expectedLatest + 1}`}
    >
      <FormScope key={form.epoch} form={form} path="draft">
        <ExampleForm draft={form.fields.watch("draft")} onChange={(draft) => form.change("draft", draft)} />
      </FormScope>
      <FormField form={form} name="message" label="Message" hint="Why; shown in the history.">
        <Input maxLength={500} placeholder={example ? "Edit an example" : "Add an example"} />
      </FormField>
    </FormDialog>
  );
}
