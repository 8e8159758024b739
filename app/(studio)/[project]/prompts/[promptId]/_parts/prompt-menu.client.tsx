"use client";

import { Ellipsis } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { attempt, type FormProblem } from "#components/prompts/act";
import { paths } from "#platform/paths";
import { promptPathProblem } from "#client/prompts";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogForm } from "#ui/dialog";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "#ui/dropdown-menu";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { toastError, toastUndo } from "#ui/toaster";
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
  if (!mayCreate && !mayArchive) return null;
  const setArchived = async (archive: boolean) => {
    const { trouble } = await attempt(archive ? archivePromptAction : unarchivePromptAction, {
      project,
      promptId,
    });
    if (trouble) toastError(trouble.message, trouble.requestId);
    else toastUndo(archive ? `${path} archived` : `${path} is back`, () => void setArchived(!archive));
  };
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
      {asking ? (
        <PathDialog
          key={asking}
          what={asking}
          project={project}
          promptId={promptId}
          path={path}
          description={description}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </>
  );
}

type PathDialogProps = {
  what: "duplicate" | "rename";
  project: string;
  promptId: string;
  path: string;
  description: string;
  onClose: () => void;
};

function PathDialog({ what, project, promptId, path, description, onClose }: PathDialogProps) {
  const router = useRouter();
  const [to, setTo] = useState(what === "duplicate" ? `${path}-copy` : path);
  const [about, setAbout] = useState(description);
  const [trouble, setTrouble] = useState<FormProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const problem = promptPathProblem(to);
  const submit = async () => {
    setBusy(true);
    const { data, trouble: failed } =
      what === "duplicate"
        ? await attempt(duplicatePromptAction, { project, promptId, path: to })
        : await attempt(updatePromptAction, { project, promptId, path: to, description: about });
    setBusy(false);
    setTrouble(failed);
    if (!data) return;
    onClose();
    if (what === "duplicate") router.push(paths.prompt(project, data.id));
  };
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent
        title={what === "duplicate" ? `Duplicate ${path}` : `Rename ${path}`}
        description={
          what === "duplicate"
            ? "The newest version becomes version 1 of the copy."
            : "Programs that fetch it by the old path will not find it."
        }
        footer={
          <Button
            variant="primary"
            type="submit"
            form="path-form"
            disabled={problem !== null}
            pending={isBusy}
          >
            {what === "duplicate" ? "Make the copy" : "Rename"}
          </Button>
        }
      >
        <DialogForm id="path-form" onSubmit={() => void submit()}>
          <Field label="Path" required error={problem ?? undefined}>
            <Input
              autoFocus
              className="font-mono text-sm"
              value={to}
              onChange={(event) => setTo(event.target.value)}
            />
          </Field>
          {what === "rename" ? (
            <Field label="Description">
              <Input value={about} onChange={(event) => setAbout(event.target.value)} />
            </Field>
          ) : null}
          {trouble ? <InlineError>{trouble.message}</InlineError> : null}
        </DialogForm>
      </DialogContent>
    </Dialog>
  );
}
