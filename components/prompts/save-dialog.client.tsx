"use client";

import { useId, useState } from "react";
import { diffContents } from "#client/prompts";
import type { ModelChoice } from "#schema/models";
import type {
  PromptContent,
  SaveVersionInput,
  SaveVersionResult,
  TemplateProblem,
  VersionView,
} from "#schema/prompts";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogForm } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { SegmentedControl } from "#ui/segmented";
import { type Act, attempt, type FormProblem } from "./act.tsx";
import { ContentDiffView, type DiffView } from "./content-diff.tsx";
import { ProblemLines } from "./message-list.client.tsx";
import { namesOf } from "./model-field.client.tsx";

export type SaveDialogProps = {
  project: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  content: PromptContent;
  latest: VersionView;
  /** The version this text was begun on; an older one than the newest is told before anything is saved. */
  baseNumber: number;
  problems: TemplateProblem[];
  models: readonly ModelChoice[];
  saveVersion: Act<SaveVersionInput, SaveVersionResult>;
  onSaved: (result: SaveVersionResult) => void;
};

/** The last look before a version: what changes against the newest one, and why. */
export function SaveDialog({
  project,
  open,
  onOpenChange,
  content,
  latest,
  baseNumber,
  problems,
  models,
  saveVersion,
  onSaved,
}: SaveDialogProps) {
  const formId = useId();
  const [message, setMessage] = useState("");
  const [view, setView] = useState<DiffView>("words");
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<FormProblem | null>(null);
  const [newer, setNewer] = useState<VersionView | null>(null);
  const against = newer && newer.number > latest.number ? newer : latest;
  const diff = open ? diffContents(against.content, content, namesOf(models)) : null;
  const errors = problems.filter(({ severity }) => severity === "error");
  const wasSavedMeanwhile = against.number > baseNumber;

  const save = async () => {
    setBusy(true);
    const { data, trouble: failed } = await attempt(saveVersion, {
      project,
      promptId: latest.promptId,
      content,
      message,
      expectedLatest: against.number,
    });
    setBusy(false);
    if (data) {
      setMessage("");
      setTrouble(null);
      setNewer(null);
      onSaved(data);
      return;
    }
    const theirs = failed.code === "conflict" ? newestOf(failed) : null;
    setNewer(theirs);
    setTrouble(theirs ? null : failed);
  };

  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        className="max-w-180"
        title={`Save as v${against.number + 1}`}
        description={`What changes against v${against.number}: ${diff?.summary ?? ""}`}
        footer={
          <Button
            variant="primary"
            type="submit"
            form={formId}
            pending={isBusy}
            disabled={message.trim() === "" || errors.length > 0 || diff?.isSame === true}
          >
            {wasSavedMeanwhile ? `Save mine as v${against.number + 1}` : `Save v${against.number + 1}`}
          </Button>
        }
      >
        <DialogForm id={formId} onSubmit={() => void save()}>
          {wasSavedMeanwhile ? (
            <p role="alert" className="rounded-md bg-warn-weak px-3 py-2 text-warn">
              <span aria-hidden="true">▲ </span>
              {against.createdByName} saved v{against.number} (“{against.message}”) after you began on v
              {baseNumber}. Below is what yours changes in it; v{against.number} stays in the history.
            </p>
          ) : null}
          <Field label="What changed, and why" required>
            <Input
              autoFocus
              value={message}
              maxLength={500}
              onChange={(event) => setMessage(event.target.value)}
              placeholder="intent before topic"
            />
          </Field>
          {errors.length > 0 ? (
            <section className="rounded-md bg-bad-weak px-3 py-2">
              <p className="font-medium text-bad">Mend the templates before you save</p>
              <ProblemLines problems={errors} />
            </section>
          ) : null}
          {trouble ? <InlineError>{trouble.message}</InlineError> : null}
          {diff ? (
            <section className="rounded-lg border border-line">
              <header className="flex items-center gap-2 border-b border-line px-3.5 py-2">
                <h2>What changes</h2>
                <SegmentedControl
                  label="Show the change by"
                  className="ml-auto"
                  value={view}
                  onValueChange={(value) =>
                    setView(value === "lines" || value === "settings" ? value : "words")
                  }
                  items={[
                    { value: "words", label: "Words" },
                    { value: "lines", label: "Lines" },
                    {
                      value: "settings",
                      label: diff.settings.length > 0 ? `Settings ${diff.settings.length}` : "Settings",
                    },
                  ]}
                />
              </header>
              <ContentDiffView diff={diff} view={view} />
            </section>
          ) : null}
        </DialogForm>
      </DialogContent>
    </Dialog>
  );
}

function newestOf({ details }: FormProblem): VersionView | null {
  return typeof details === "object" && details !== null && "latest" in details
    ? (details.latest as VersionView)
    : null;
}
