"use client";

import { useRouter } from "next/navigation";
import { useId, useState, useSyncExternalStore } from "react";
import { useShortcut } from "#ui/shortcuts.client";
import { promptPathProblem, templateProblems, contentTexts } from "#client/prompts";
import { paths } from "#platform/paths";
import type { ModelChoice } from "#schema/models";
import { type CreatePromptInput, type PromptContent, type PromptView } from "#schema/prompts";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogForm } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { type Act, attempt, type FormProblem } from "./act.tsx";
import { reconcileVariables } from "./content-state.ts";
import { MessageList, ProblemLines } from "./message-list.client.tsx";
import { forgetDraft, keepDraft, keptDraft, onDraft, withoutUntouched } from "./new-prompt-draft.ts";
import { SettingsForm } from "./settings-form.client.tsx";
import { VariablesTable } from "./variables-table.client.tsx";

export type NewPromptScreenProps = {
  project: string;
  path: string;
  kind: "chat" | "text";
  description: string;
  models: ModelChoice[];
  createPrompt: Act<CreatePromptInput, PromptView>;
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
  createPrompt,
}: NewPromptScreenProps) {
  const key = `${project} ${path} ${kind}`;
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
      <SettingsForm content={content} models={models} onChange={change} readOnly={false} />
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
      {isSaving ? (
        <FirstSave
          {...{ project, path, description, content, problems, createPrompt }}
          onClose={() => setSaving(false)}
          onSaved={() => forgetDraft(key)}
        />
      ) : null}
    </section>
  );
}

type FirstSaveProps = Pick<NewPromptScreenProps, "project" | "path" | "description" | "createPrompt"> & {
  content: PromptContent;
  problems: ReturnType<typeof templateProblems>;
  onClose: () => void;
  onSaved: () => void;
};

function FirstSave({ project, content, problems, createPrompt, onClose, onSaved, ...asked }: FirstSaveProps) {
  const router = useRouter();
  const formId = useId();
  const [path, setPath] = useState(asked.path);
  const [description, setDescription] = useState(asked.description);
  const [message, setMessage] = useState("First version");
  const [trouble, setTrouble] = useState<FormProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const errors = problems.filter(({ severity }) => severity === "error");
  const problem = promptPathProblem(path);
  const create = async () => {
    setBusy(true);
    const { data, trouble: failed } = await attempt(createPrompt, {
      project,
      path,
      description,
      content: withoutUntouched(content),
      message,
    });
    setTrouble(failed);
    if (!data) return setBusy(false);
    onSaved();
    router.push(paths.prompt(project, data.id));
  };
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent
        title="Save as v1"
        description="From here on its versions are numbered and stay."
        footer={
          <Button
            variant="primary"
            type="submit"
            form={formId}
            pending={isBusy}
            disabled={problem !== null || message.trim() === "" || errors.length > 0}
          >
            Save v1
          </Button>
        }
      >
        <DialogForm id={formId} onSubmit={() => void create()}>
          <Field label="Path" required error={problem ?? undefined}>
            <Input
              className="font-mono text-sm"
              value={path}
              onChange={(event) => setPath(event.target.value)}
            />
          </Field>
          <Field label="Description" hint="What it is for; found by the search">
            <Input value={description} onChange={(event) => setDescription(event.target.value)} />
          </Field>
          <Field label="What it is, in a few words" required>
            <Input value={message} maxLength={500} onChange={(event) => setMessage(event.target.value)} />
          </Field>
          {errors.length > 0 ? (
            <section className="rounded-md bg-bad-weak px-3 py-2">
              <p className="font-medium text-bad">Mend the templates before you save</p>
              <ProblemLines problems={errors} />
            </section>
          ) : null}
          {trouble ? <InlineError>{trouble.message}</InlineError> : null}
        </DialogForm>
      </DialogContent>
    </Dialog>
  );
}
