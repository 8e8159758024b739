"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { StudioResult } from "#components/form/failure";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { SegmentedControl } from "#ui/segmented";

type Typed = { path: string; description: string; kind: "chat" | "text" };
const schema = () =>
  import("#schema/prompts").then((room) => room.CreatePromptInput.pick({ path: true, description: true }));

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
  const [isOpen, setOpen] = useState(startsOpen);
  const form = useActionForm({
    // Nothing is stored: the editor opens on what was typed.
    action: async (typed: Typed): Promise<StudioResult<Typed>> => ({ data: typed }),
    schema,
    values: { path: folder ? `${folder}/` : "", description: "", kind: "chat" as Typed["kind"] },
    input: (typed): Typed => typed,
    onDone: (typed) => router.push(paths.newPrompt(project, typed)),
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">New prompt</Button>}
      title="New prompt"
      description="Folders come into being with the path. Nothing is saved before you save version 1."
      submitLabel="Write it"
    >
      <FormField
        form={form}
        name="path"
        label="Path"
        required
        hint="support/triage: lower-case, folders before the name"
      >
        <Input className="font-mono text-sm" autoComplete="off" spellCheck={false} />
      </FormField>
      <FormField
        form={form}
        name="description"
        label="Description"
        hint="What it is for; found by the search"
      >
        <Input />
      </FormField>
      <div className="flex flex-col gap-1">
        <span className="text-sm font-medium text-text-2">Kind</span>
        <SegmentedControl
          label="Kind"
          className="self-start"
          value={form.fields.watch("kind")}
          onValueChange={(kind) => form.change("kind", kind === "text" ? "text" : "chat")}
          items={[
            { value: "chat", label: "Chat, several messages" },
            { value: "text", label: "Text, one template" },
          ]}
        />
      </div>
    </FormDialog>
  );
}
