"use client";

import { useState } from "react";
import type { ActionFailure, StudioAction } from "#components/form/failure";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { mainBranch } from "#constants/prompts";
import { diffContents, includedIn } from "#client/prompts";
import type { ModelChoice } from "#schema/models";
import type { OfferedRoute } from "#schema/routes";
import type {
  PromptContent,
  Resolution,
  SaveVersionInput,
  SaveVersionResult,
  TemplateProblem,
  VersionView,
} from "#schema/prompts";
import { Input } from "#ui/input";
import { SegmentedControl } from "#ui/segmented";
import { ContentDiffView, type DiffView } from "./content-diff.tsx";
import { ProblemLines } from "./message-list.client.tsx";
import { namesOf } from "./model-field.client.tsx";

const schema = () => import("#schema/prompts").then((room) => room.SaveVersionInput);

export type SaveDialogProps = {
  project: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  content: PromptContent;
  /** What its references mean now. */
  includes: readonly Resolution[];
  latest: VersionView;
  branch: string;
  nextNumber: number;
  /** The version this text was begun on; an older one than the newest is told before anything is saved. */
  baseNumber: number;
  problems: TemplateProblem[];
  models: readonly ModelChoice[];
  routes: readonly OfferedRoute[];
  saveVersion: StudioAction<SaveVersionInput, SaveVersionResult>;
  onSaved: (result: SaveVersionResult) => void;
};

/** The last look before a version: what changes against the newest one, and why. */
export function SaveDialog({
  project,
  open,
  onOpenChange,
  content,
  includes,
  latest,
  branch,
  nextNumber,
  baseNumber,
  problems,
  models,
  routes,
  saveVersion,
  onSaved,
}: SaveDialogProps) {
  const [view, setView] = useState<DiffView>("words");
  const [newer, setNewer] = useState<VersionView | null>(null);
  const against = newer && newer.number > latest.number ? newer : latest;
  const number = Math.max(nextNumber, against.number + 1);
  const where = branch === mainBranch ? "" : ` on ${branch}`;
  const form = useActionForm({
    action: saveVersion,
    schema,
    values: { message: "" },
    input: ({ message }) => ({
      project,
      promptId: latest.promptId,
      branch,
      content,
      message,
      expectedLatest: against.number,
    }),
    after: "empty",
    onFailure: (failure) => {
      const theirs = failure.code === "conflict" ? newestOf(failure) : null;
      setNewer(theirs);
      return theirs !== null;
    },
    onDone: (saved) => {
      setNewer(null);
      onSaved(saved);
    },
  });
  const diff = open
    ? diffContents(against.content, content, namesOf(models, routes), {
        before: against.includes,
        after: includedIn(content, includes),
      })
    : null;
  const errors = problems.filter(({ severity }) => severity === "error");
  const wasSavedMeanwhile = against.number > baseNumber;

  return (
    <FormDialog
      className="max-w-180"
      form={form}
      open={open}
      onOpenChange={onOpenChange}
      title={`Save as v${number}${where}`}
      description={`What changes against v${against.number}: ${diff?.summary ?? ""}`}
      isSubmitDisabled={
        form.fields.watch("message").trim() === "" || errors.length > 0 || diff?.isSame === true
      }
      submitLabel={wasSavedMeanwhile ? `Save mine as v${number}` : `Save v${number}`}
    >
      {wasSavedMeanwhile ? (
        <p role="alert" className="rounded-md bg-warn-weak px-3 py-2 text-warn">
          <span aria-hidden="true">▲ </span>
          {against.createdByName} saved v{against.number} (“{against.message}”) after you began on v
          {baseNumber}. Below is what yours changes in it; v{against.number} stays in the history.
        </p>
      ) : null}
      <FormField form={form} name="message" label="What changed, and why" required>
        <Input autoFocus maxLength={500} placeholder="intent before topic" />
      </FormField>
      {errors.length > 0 ? (
        <section className="rounded-md bg-bad-weak px-3 py-2">
          <p className="font-medium text-bad">Mend the templates before you save</p>
          <ProblemLines problems={errors} />
        </section>
      ) : null}
      {diff ? (
        <section className="rounded-lg border border-line">
          <header className="flex items-center gap-2 border-b border-line px-3.5 py-2">
            <h2>What changes</h2>
            <SegmentedControl
              label="Show the change by"
              className="ml-auto"
              value={view}
              onValueChange={(value) => setView(value === "lines" || value === "settings" ? value : "words")}
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
    </FormDialog>
  );
}

function newestOf({ details }: ActionFailure): VersionView | null {
  return typeof details === "object" && details !== null && "latest" in details
    ? (details.latest as VersionView)
    : null;
}
