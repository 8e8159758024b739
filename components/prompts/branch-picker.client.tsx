"use client";

import { ChevronDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { mainBranch } from "#constants/prompts";
import { paths } from "#platform/paths";
import type { ArchiveBranchInput, BranchView, CreateBranchInput } from "#schema/prompts";
import { Button } from "#ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#ui/dropdown-menu";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import type { StudioAction } from "#components/form/failure";

/** The branch an editor is on, and the others it could be on. */
export type BranchState = {
  name: string;
  open: { name: string; headNumber: number }[];
  mayChange: boolean;
  create: StudioAction<CreateBranchInput, BranchView>;
  archive: StudioAction<ArchiveBranchInput, BranchView>;
};
export type BranchPickerProps = {
  project: string;
  promptId: string;
  branch: BranchState;
  head: { id: string; number: number };
};

const schema = () => import("#schema/prompts").then((room) => room.CreateBranchInput);

/** Which branch is shown and saved to; makes one from what is shown, and puts one away. */
export function BranchPicker({ project, promptId, branch, head }: BranchPickerProps) {
  const router = useRouter();
  const [isAsking, setAsking] = useState(false);
  const { name, open, mayChange } = branch;
  const to = (branchName: string) =>
    router.push(paths.prompt(project, promptId, branchName === mainBranch ? undefined : branchName));
  const archive = useStudioAction(branch.archive, () => {
    toastDone(`${name} archived`, "Its versions stay in the history.");
    to(mainBranch);
  });
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="sm" className="ml-auto max-w-40" aria-label={`Branch: ${name}`}>
            <span className="truncate">{name}</span>
            <ChevronDown aria-hidden="true" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuRadioGroup value={name} onValueChange={to}>
            {open.map((each) => (
              <DropdownMenuRadioItem key={each.name} value={each.name}>
                {each.name} <span className="num text-text-3">v{each.headNumber}</span>
              </DropdownMenuRadioItem>
            ))}
          </DropdownMenuRadioGroup>
          {mayChange ? (
            <>
              <DropdownMenuSeparator />
              <DropdownMenuItem onSelect={() => setAsking(true)}>
                New branch from v{head.number}…
              </DropdownMenuItem>
              {name === mainBranch ? null : (
                <DropdownMenuItem onSelect={() => archive.run({ project, promptId, name })}>
                  Archive {name}
                </DropdownMenuItem>
              )}
            </>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      <NewBranch
        {...{ project, promptId, head }}
        create={branch.create}
        isOpen={isAsking}
        onOpenChange={setAsking}
        onMade={(made) => to(made.name)}
      />
    </>
  );
}

type NewBranchProps = Omit<BranchPickerProps, "branch"> & {
  create: BranchState["create"];
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onMade: (branch: BranchView) => void;
};

function NewBranch({ project, promptId, head, create, isOpen, onOpenChange, onMade }: NewBranchProps) {
  const form = useActionForm({
    action: create,
    schema,
    values: { name: "" },
    input: ({ name }) => ({ project, promptId, name, fromVersionId: head.id }),
    after: "empty",
    onDone: (made) => {
      onOpenChange(false);
      onMade(made);
    },
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={onOpenChange}
      title={`New branch from v${head.number}`}
      description="A line of versions of its own, with its own draft. What programs fetch stays as it is."
      submitLabel="Make branch"
    >
      <FormField form={form} name="name" label="Name" hint="shorter-answers: lower-case, no spaces" required>
        <Input className="font-mono text-sm" autoComplete="off" spellCheck={false} />
      </FormField>
    </FormDialog>
  );
}
