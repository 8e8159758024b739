"use client";

import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { StudioResult } from "#components/form/failure";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "#ui/dropdown-menu";
import { Input } from "#ui/input";
import { toastUndo } from "#ui/toaster";
import {
  archivePromptAction,
  duplicatePromptAction,
  unarchivePromptAction,
  updatePromptAction,
} from "../../actions.ts";

type PromptMenuProps = {
  project: string;
  promptId: string;
  path: string;
  description: string;
  isArchived: boolean;
  mayCreate: boolean;
  mayArchive: boolean;
};

/** What can be done to the prompt as a whole. */
export function PromptMenu({
  project,
  promptId,
  path,
  description,
  isArchived,
  mayCreate,
  mayArchive,
}: PromptMenuProps) {
  const [asking, setAsking] = useState<"duplicate" | "rename" | null>(null);
  const archive = useStudioAction(archivePromptAction);
  const restore = useStudioAction(unarchivePromptAction);
  const setArchived = async (isWanted: boolean) => {
    const { failure } = await (isWanted ? archive : restore).runAsync({ project, promptId });
    if (!failure)
      toastUndo(isWanted ? `${path} archived` : `${path} is back`, () => void setArchived(!isWanted));
  };
  if (!mayCreate && !mayArchive) return null;
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button variant="ghost" icon aria-label="More">
            <Ellipsis aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {mayCreate ? (
            <DropdownMenuItem onSelect={() => setAsking("duplicate")}>Duplicate…</DropdownMenuItem>
          ) : null}
          {mayCreate ? (
            <DropdownMenuItem onSelect={() => setAsking("rename")}>Rename…</DropdownMenuItem>
          ) : null}
          {mayArchive ? (
            <DropdownMenuItem onSelect={() => void setArchived(!isArchived)}>
              {isArchived ? "Bring back" : "Archive"}
            </DropdownMenuItem>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      {(["duplicate", "rename"] as const).map((what) => (
        <PathDialog
          key={what}
          {...{ what, project, promptId, path, description }}
          isOpen={asking === what}
          onOpenChange={(isOpen) => setAsking(isOpen ? what : null)}
        />
      ))}
    </>
  );
}

type PathDialogProps = {
  what: "duplicate" | "rename";
  project: string;
  promptId: string;
  path: string;
  description: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

type Sent = { project: string; promptId: string; path: string; description?: string };

function PathDialog({ what, project, promptId, path, description, isOpen, onOpenChange }: PathDialogProps) {
  const router = useRouter();
  const isCopy = what === "duplicate";
  const form = useActionForm({
    action: async (sent: Sent): Promise<StudioResult<{ id: string }>> =>
      isCopy ? await duplicatePromptAction(sent) : await updatePromptAction(sent),
    schema: () =>
      import("#schema/prompts").then((room) => (isCopy ? room.DuplicatePromptInput : room.UpdatePromptInput)),
    values: { path: isCopy ? `${path}-copy` : path, description },
    input: (typed): Sent => ({ project, promptId, path: typed.path, ...(isCopy ? {} : typed) }),
    after: isCopy ? "empty" : "keep",
    onDone: (made) => {
      onOpenChange(false);
      if (isCopy) router.push(paths.prompt(project, made.id));
    },
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={onOpenChange}
      title={isCopy ? `Duplicate ${path}` : `Rename ${path}`}
      description={
        isCopy
          ? "The newest version becomes version 1 of the copy."
          : "Programs that fetch it by the old path will not find it."
      }
      submitLabel={isCopy ? "Make the copy" : "Rename"}
    >
      <FormField form={form} name="path" label="Path" required>
        <Input autoFocus className="font-mono text-sm" />
      </FormField>
      {isCopy ? null : (
        <FormField form={form} name="description" label="Description">
          <Input />
        </FormField>
      )}
    </FormDialog>
  );
}
