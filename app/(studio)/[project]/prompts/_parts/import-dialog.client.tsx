"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { attempt, type FormProblem } from "#components/prompts/act";
import { formatCount } from "#platform/format";
import type { ImportPlan } from "#schema/prompts";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { importPromptsAction, previewImportAction } from "../actions.ts";
import { ImportPreview } from "./import-preview.tsx";

type Chosen = { name: string; csv: string };

/** Reads a CSV file, shows what would come of it with every error by line, and imports all or nothing. */
export function ImportDialog({ project, startsOpen }: { project: string; startsOpen: boolean }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(startsOpen);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [folder, setFolder] = useState("");
  const [plan, setPlan] = useState<ImportPlan | null>(null);
  const [trouble, setTrouble] = useState<FormProblem | null>(null);
  const [isBusy, setBusy] = useState(false);

  const preview = async (file: Chosen, into: string) => {
    setBusy(true);
    const { data, trouble: failed } = await attempt(previewImportAction, {
      project,
      csv: file.csv,
      folder: into,
      source: file.name,
    });
    setPlan(data);
    setTrouble(failed);
    setBusy(false);
  };
  const choose = async (file: File | undefined) => {
    if (!file) return;
    const next = { name: file.name, csv: await file.text() };
    setChosen(next);
    await preview(next, folder);
  };
  const importAll = async () => {
    if (!chosen) return;
    setBusy(true);
    const { data, trouble: failed } = await attempt(importPromptsAction, {
      project,
      csv: chosen.csv,
      folder,
      source: chosen.name,
    });
    setTrouble(failed);
    setBusy(false);
    if (!data) return;
    toastDone(`${formatCount(data.count, "prompt")} imported`, folder ? `into ${folder}` : "");
    setOpen(false);
    setChosen(null);
    setPlan(null);
    router.refresh();
  };

  const isReady = plan !== null && plan.errors.length === 0 && plan.rows.length > 0;
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button>Import</Button>
      </DialogTrigger>
      <DialogContent
        className="max-w-180"
        title="Import prompts"
        description="A CSV file with a name (act, name or path) and a text (prompt, text or content). All rows or none."
        footer={
          <Button variant="primary" disabled={!isReady} pending={isBusy} onClick={() => void importAll()}>
            {isReady ? `Import ${formatCount(plan.rows.length, "prompt")}` : "Import"}
          </Button>
        }
      >
        <div className="flex flex-col gap-3">
          <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
            <Field label="CSV file">
              <Input
                type="file"
                accept=".csv,text/csv"
                className="h-auto py-1 file:mr-2 file:text-text-2"
                onChange={(event) => void choose(event.target.files?.[0])}
              />
            </Field>
            <Field label="Into folder" hint="Empty is the top">
              <Input
                value={folder}
                placeholder="library"
                className="font-mono text-sm"
                onChange={(event) => setFolder(event.target.value)}
                onBlur={() => {
                  if (chosen) void preview(chosen, folder);
                }}
              />
            </Field>
          </div>
          {trouble ? <InlineError>{trouble.message}</InlineError> : null}
          {plan ? <ImportPreview plan={plan} /> : null}
        </div>
      </DialogContent>
    </Dialog>
  );
}
