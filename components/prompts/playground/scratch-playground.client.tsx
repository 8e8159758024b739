"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useShortcut } from "#ui/shortcuts.client";
import { paths } from "#platform/paths";
import { promptPathProblem, templateProblems } from "#client/prompts";
import type { CreatePromptInput, PromptContent, PromptView } from "#schema/prompts";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogForm } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { type Act, attempt, type FormProblem } from "../act.tsx";
import { reconcileVariables } from "../content-state.ts";
import { Playground, type PlaygroundSetup } from "./playground.client.tsx";

export type ScratchPlaygroundProps = PlaygroundSetup & {
  mayCreate: boolean;
  createPrompt: Act<CreatePromptInput, PromptView>;
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

/** Kept while one moves about the studio; a scratch prompt is nobody's until it is saved under a path. */
const scratch = new Map<string, PromptContent>();

/** A prompt without a name: tried at once, saved when it is worth keeping. */
export function ScratchPlayground({ mayCreate, createPrompt, ...setup }: ScratchPlaygroundProps) {
  const { project } = setup;
  const [content, setContent] = useState<PromptContent>(() => scratch.get(project) ?? empty);
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
          scratch.set(project, reconciled);
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
      {isSaving ? (
        <NameDialog
          project={project}
          content={content}
          createPrompt={createPrompt}
          onClose={() => setSaving(false)}
          onCreated={() => scratch.delete(project)}
        />
      ) : null}
    </>
  );
}

type NameDialogProps = Pick<ScratchPlaygroundProps, "project" | "createPrompt"> & {
  content: PromptContent;
  onClose: () => void;
  onCreated: () => void;
};

function NameDialog({ project, content, createPrompt, onClose, onCreated }: NameDialogProps) {
  const router = useRouter();
  const [path, setPath] = useState("");
  const [trouble, setTrouble] = useState<FormProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const problem = promptPathProblem(path);
  const create = async () => {
    setBusy(true);
    const { data, trouble: failed } = await attempt(createPrompt, { project, path, content });
    setBusy(false);
    setTrouble(failed);
    if (!data) return;
    onCreated();
    router.push(paths.promptPlayground(project, data.id));
  };
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent
        title="Save as a prompt"
        description="It becomes version 1 under this path."
        footer={
          <Button
            variant="primary"
            type="submit"
            form="scratch-form"
            disabled={problem !== null}
            pending={isBusy}
          >
            Make prompt
          </Button>
        }
      >
        <DialogForm id="scratch-form" onSubmit={() => void create()}>
          <Field
            label="Path"
            required
            hint="support/triage: lower-case, folders before the name"
            error={path !== "" && !path.endsWith("/") ? (problem ?? undefined) : undefined}
          >
            <Input
              autoFocus
              className="font-mono text-sm"
              value={path}
              onChange={(event) => setPath(event.target.value)}
            />
          </Field>
          {trouble ? <InlineError>{trouble.message}</InlineError> : null}
        </DialogForm>
      </DialogContent>
    </Dialog>
  );
}
