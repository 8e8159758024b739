"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { formatCount } from "#platform/format";
import type { ImportPlan } from "#schema/prompts";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { importPromptsAction, previewImportAction } from "../actions.ts";
import { ImportPreview } from "./import-preview.tsx";

const schema = () => import("#schema/prompts").then((room) => room.ImportPromptsInput);

/** Reads a CSV file, shows what would come of it with every error by line, and imports all or nothing. */
export function ImportDialog({ project, startsOpen }: { project: string; startsOpen: boolean }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(startsOpen);
  const [plan, setPlan] = useState<ImportPlan | null>(null);
  const looking = useStudioAction(previewImportAction, setPlan, { isQuiet: true });
  const form = useActionForm({
    action: importPromptsAction,
    schema,
    values: { source: "", csv: "", folder: "" },
    input: (typed) => ({ project, ...typed }),
    after: "empty",
    onDone: ({ count }, { folder }) => {
      toastDone(`${formatCount(count, "prompt")} imported`, folder ? `into ${folder}` : "");
      setOpen(false);
      setPlan(null);
      router.refresh();
    },
  });
  const look = () => {
    const typed = form.fields.getValues();
    if (typed.csv !== "") looking.run({ project, ...typed });
  };
  const choose = async (file: File | undefined) => {
    if (!file) return;
    form.change("source", file.name);
    form.change("csv", await file.text());
    setPlan(null);
    look();
  };

  const isReady = plan !== null && plan.errors.length === 0 && plan.rows.length > 0;
  return (
    <FormDialog
      className="max-w-180"
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button>Import</Button>}
      title="Import prompts"
      description="A CSV file with a name (act, name or path) and a text (prompt, text or content). All rows or none."
      isSubmitDisabled={!isReady || looking.isPending}
      submitLabel={isReady ? `Import ${formatCount(plan.rows.length, "prompt")}` : "Import"}
    >
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Field label="CSV file">
          <Input
            type="file"
            accept=".csv,text/csv"
            className="h-auto py-1 file:mr-2 file:text-text-2"
            onChange={(event) => void choose(event.target.files?.[0])}
          />
        </Field>
        <FormField form={form} name="folder" label="Into folder" hint="Empty is the top" onLeft={look}>
          <Input placeholder="library" className="font-mono text-sm" />
        </FormField>
      </div>
      {looking.failure ? <InlineError>{looking.failure.message}</InlineError> : null}
      {plan ? <ImportPreview plan={plan} /> : null}
    </FormDialog>
  );
}
