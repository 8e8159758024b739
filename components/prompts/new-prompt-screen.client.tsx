"use client";

import { useRouter } from "next/navigation";
import { useState, useSyncExternalStore } from "react";
import { useShortcut } from "#ui/shortcuts.client";
import { templateProblems, contentTexts } from "#client/prompts";
import type { StudioAction } from "#components/form/failure";
import { useShell } from "#components/shell/shell-context.client";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { paths } from "#platform/paths";
import type { ModelChoice } from "#schema/models";
import type { OfferedRoute } from "#schema/routes";
import { type CreatePromptInput, type PromptContent, type PromptView } from "#schema/prompts";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { reconcileVariables } from "./content-state.ts";
import { MessageList, ProblemLines } from "./message-list.client.tsx";
import { forgetDraft, keepDraft, keptDraft, onDraft, withoutUntouched } from "./new-prompt-draft.ts";
import { SettingsForm } from "./settings-form.client.tsx";
import { VariablesTable } from "./variables-table.client.tsx";

const schema = () => import("#schema/prompts").then((room) => room.CreatePromptInput);

export type NewPromptScreenProps = {
  project: string;
  path: string;
  kind: "chat" | "text";
  description: string;
  models: ModelChoice[];
  routes: OfferedRoute[];
  createPrompt: StudioAction<CreatePromptInput, PromptView>;
};

const empty: Record<"chat" | "text", PromptContent> = {
  chat: {
    kind: "chat",
    messages: [
      { role: "system", content: "" },
      { role: "user", content: "" },
    ],
    variables: [],
    settings: {},
  },
  text: { kind: "text", text: "", variables: [], settings: {} },
};

/** A prompt nobody has saved yet: a draft in this browser, kept over a reload, that becomes version 1 when it is saved. */
export function NewPromptScreen({
  project,
  path,
  kind,
  description,
  models,
  routes,
  createPrompt,
}: NewPromptScreenProps) {
  const userId = useShell()?.shell.user.id ?? "";
  const key = `${userId} ${project} ${path} ${kind}`;
  const kept = useSyncExternalStore(
    onDraft,
    () => keptDraft(key),
    () => null,
  );
  const content = kept ?? empty[kind];
  const [isSaving, setSaving] = useState(false);
  const problems = templateProblems(content);
  const isEmpty = contentTexts(content).every(({ text }) => text.trim() === "");
  const change = (next: PromptContent) => keepDraft(key, reconcileVariables(next, empty[kind]));
  const save = () => {
    if (!isEmpty) setSaving(true);
  };
  useShortcut("mod+s", "Save as v1", save);
  const common = { content, problems, onChange: change, readOnly: false };
  return (
    <section aria-label="Prompt" className="flex min-w-0 flex-1 flex-col">
      <MessageList {...common} onSave={save} />
      <VariablesTable {...common} />
      <SettingsForm content={content} models={models} routes={routes} onChange={change} readOnly={false} />
      <footer className="sticky bottom-0 z-10 mt-auto flex flex-wrap items-center gap-2 border-t border-line bg-bg px-4 py-3">
        <span role="status" className="min-w-0 flex-1 text-sm text-text-2 max-sm:basis-full">
          {kept ? "Draft, kept in this browser until you save version 1" : "Nothing written yet"}
        </span>
        {kept ? (
          <Button variant="ghost" onClick={() => forgetDraft(key)}>
            Discard
          </Button>
        ) : null}
        <Button variant="primary" kbd="⌘S" disabled={isEmpty} onClick={save}>
          Save as v1…
        </Button>
      </footer>
      <FirstSave
        {...{ project, path, description, content, problems, createPrompt }}
        isOpen={isSaving}
        onOpenChange={setSaving}
        onSaved={() => forgetDraft(key)}
      />
    </section>
  );
}

type FirstSaveProps = Pick<NewPromptScreenProps, "project" | "path" | "description" | "createPrompt"> & {
  content: PromptContent;
  problems: ReturnType<typeof templateProblems>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onSaved: () => void;
};

function FirstSave({
  project,
  content,
  problems,
  createPrompt,
  isOpen,
  onOpenChange,
  onSaved,
  ...asked
}: FirstSaveProps) {
  const router = useRouter();
  const form = useActionForm({
    action: createPrompt,
    schema,
    values: { ...asked, message: "First version" },
    input: (typed) => ({ project, ...typed, content: withoutUntouched(content) }),
    onDone: (made) => {
      onSaved();
      router.push(paths.prompt(project, made.id));
    },
  });
  const errors = problems.filter(({ severity }) => severity === "error");
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={onOpenChange}
      title="Save as v1"
      description="From here on its versions are numbered and stay."
      submitLabel="Save v1"
      isSubmitDisabled={errors.length > 0}
    >
      <FormField form={form} name="path" label="Path" required>
        <Input className="font-mono text-sm" />
      </FormField>
      <FormField
        form={form}
        name="description"
        label="Description"
        hint="What it is for; found by the search"
      >
        <Input />
      </FormField>
      <FormField form={form} name="message" label="What it is, in a few words" required>
        <Input maxLength={500} />
      </FormField>
      {errors.length > 0 ? (
        <section className="rounded-md bg-bad-weak px-3 py-2">
          <p className="font-medium text-bad">Mend the templates before you save</p>
          <ProblemLines problems={errors} />
        </section>
      ) : null}
    </FormDialog>
  );
}
