"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { paths } from "#platform/paths";
import { promptPathProblem } from "#client/prompts";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogForm, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { SegmentedControl } from "#ui/segmented";

/** Asks for the path and the kind, and opens the editor on an empty draft: version 1 is what somebody saves there. */
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
  const problem = promptPathProblem(path);
  const wrongPath = path !== "" && !path.endsWith("/") ? (problem ?? undefined) : undefined;
  return (
    <Dialog defaultOpen={startsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">New prompt</Button>
      </DialogTrigger>
      <DialogContent
        title="New prompt"
        description="Folders come into being with the path. Nothing is saved before you save version 1."
        footer={
          <Button variant="primary" type="submit" form="new-prompt" disabled={problem !== null}>
            Write it
          </Button>
        }
      >
        <DialogForm
          id="new-prompt"
          onSubmit={() => router.push(paths.newPrompt(project, { path, kind, description }))}
        >
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
        </DialogForm>
      </DialogContent>
    </Dialog>
  );
}
