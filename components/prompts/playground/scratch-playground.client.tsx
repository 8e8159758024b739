"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useShortcut } from "#ui/shortcuts.client";
import type { StudioAction } from "#components/form/failure";
import { useShell } from "#components/shell/shell-context.client";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { paths } from "#platform/paths";
import { templateProblems } from "#client/prompts";
import type { CreatePromptInput, PromptContent, PromptView } from "#schema/prompts";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { reconcileVariables } from "../content-state.ts";
import { Playground, type PlaygroundSetup } from "./playground.client.tsx";

const schema = () => import("#schema/prompts").then((room) => room.CreatePromptInput);

export type ScratchPlaygroundProps = PlaygroundSetup & {
  mayCreate: boolean;
  createPrompt: StudioAction<CreatePromptInput, PromptView>;
};

const empty: PromptContent = {
  kind: "chat",
  messages: [
    { role: "system", content: "" },
    { role: "user", content: "{{input}}" },
  ],
  variables: [{ name: "input", type: "text", required: true }],
  settings: {},
};

/** By person and project, kept while one moves about the studio. */
const scratch = new Map<string, PromptContent>();

/** A prompt without a name: tried at once, saved when it is worth keeping. */
export function ScratchPlayground({ mayCreate, createPrompt, ...setup }: ScratchPlaygroundProps) {
  const { project } = setup;
  const key = `${useShell()?.shell.user.id ?? ""} ${project}`;
  const [content, setContent] = useState<PromptContent>(() => scratch.get(key) ?? empty);
  const [isSaving, setSaving] = useState(false);
  const save = () => {
    if (mayCreate) setSaving(true);
  };
  useShortcut("mod+s", "Save as a prompt", save, { enabled: mayCreate });
  return (
    <>
      <Playground
        {...setup}
        promptId={null}
        content={content}
        problems={templateProblems(content)}
        onChange={(next) => {
          const reconciled = reconcileVariables(next, empty);
          scratch.set(key, reconciled);
          setContent(reconciled);
        }}
        readOnly={false}
        onSave={save}
        versions={[]}
        footer={(run) => (
          <footer className="sticky bottom-0 z-10 mt-auto flex flex-wrap items-center gap-2 border-t border-line bg-bg px-4 py-3">
            <span className="min-w-0 flex-1 text-sm text-text-2">A scratch prompt, kept in this tab</span>
            {mayCreate ? (
              <Button kbd="⌘S" onClick={save}>
                Save as a prompt…
              </Button>
            ) : null}
            {run}
          </footer>
        )}
      />
      <NameDialog
        project={project}
        content={content}
        createPrompt={createPrompt}
        isOpen={isSaving}
        onOpenChange={setSaving}
        onCreated={() => scratch.delete(key)}
      />
    </>
  );
}

type NameDialogProps = Pick<ScratchPlaygroundProps, "project" | "createPrompt"> & {
  content: PromptContent;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onCreated: () => void;
};

function NameDialog({ project, content, createPrompt, isOpen, onOpenChange, onCreated }: NameDialogProps) {
  const router = useRouter();
  const form = useActionForm({
    action: createPrompt,
    schema,
    values: { path: "" },
    input: ({ path }) => ({ project, path, content }),
    onDone: (made) => {
      onCreated();
      router.push(paths.promptPlayground(project, made.id));
    },
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={onOpenChange}
      title="Save as a prompt"
      description="It becomes version 1 under this path."
      submitLabel="Make prompt"
    >
      <FormField
        form={form}
        name="path"
        label="Path"
        required
        hint="support/triage: lower-case, folders before the name"
      >
        <Input autoFocus className="font-mono text-sm" />
      </FormField>
    </FormDialog>
  );
}
