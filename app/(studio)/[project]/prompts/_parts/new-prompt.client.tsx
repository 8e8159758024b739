"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { attempt, type Trouble } from "#components/prompts/act";
import { paths } from "#platform/paths";
import { promptPathProblem } from "#facts/prompts";
import type { PromptContentInput } from "#schema/prompts";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogForm, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { SegmentedControl } from "#ui/segmented";
import { createPromptAction } from "../actions.ts";

const starts: Record<"chat" | "text", PromptContentInput> = {
  chat: {
    kind: "chat",
    messages: [
      { role: "system", content: "You are a helpful assistant." },
      { role: "user", content: "{{input}}" },
    ],
    variables: [{ name: "input", type: "text" }],
  },
  text: { kind: "text", text: "{{input}}", variables: [{ name: "input", type: "text" }] },
};

/** Asks for the path and the kind, makes the prompt and opens its editor. */
export function NewPromptDialog({
  project,
  folder,
  startsOpen,
}: {
  project: string;
  folder: string;
  startsOpen: boolean;
}) {
  const router = useRouter();
  const [path, setPath] = useState(folder ? `${folder}/` : "");
  const [description, setDescription] = useState("");
  const [kind, setKind] = useState<"chat" | "text">("chat");
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const problem = promptPathProblem(path);
  const wrongPath = path !== "" && !path.endsWith("/") ? (problem ?? undefined) : undefined;

  const create = async () => {
    setBusy(true);
    const { data, trouble: failed } = await attempt(createPromptAction, {
      project,
      path,
      description,
      content: starts[kind],
    });
    setTrouble(failed);
    if (data) router.push(paths.prompt(project, data.id));
    else setBusy(false);
  };

  return (
    <Dialog defaultOpen={startsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">New prompt</Button>
      </DialogTrigger>
      <DialogContent
        title="New prompt"
        description="Folders come into being with the path."
        footer={
          <Button
            variant="primary"
            type="submit"
            form="new-prompt"
            disabled={problem !== null}
            pending={isBusy}
          >
            Make prompt
          </Button>
        }
      >
        <DialogForm id="new-prompt" onSubmit={() => void create()}>
          <Field
            label="Path"
            required
            hint="support/triage: lower-case, folders before the name"
            error={wrongPath}
          >
            <Input
              value={path}
              onChange={(event) => setPath(event.target.value)}
              className="font-mono text-sm"
              autoComplete="off"
              spellCheck={false}
            />
          </Field>
          <Field label="Description" hint="What it is for; found by the search">
            <Input value={description} onChange={(event) => setDescription(event.target.value)} />
          </Field>
          <div className="flex flex-col gap-1">
            <span className="text-sm font-medium text-text-2">Kind</span>
            <SegmentedControl
              label="Kind"
              className="self-start"
              value={kind}
              onValueChange={(value) => setKind(value === "text" ? "text" : "chat")}
              items={[
                { value: "chat", label: "Chat, several messages" },
                { value: "text", label: "Text, one template" },
              ]}
            />
          </div>
          {trouble ? <InlineError>{trouble.message}</InlineError> : null}
        </DialogForm>
      </DialogContent>
    </Dialog>
  );
}
