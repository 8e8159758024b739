"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { paths } from "#platform/paths";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { Textarea } from "#ui/textarea";
import { createDatasetAction } from "../actions.ts";
import { formText } from "#platform/form";

/** Names a dataset and goes on to fill it: from a file, or by hand. */
export function NewDataset({ project, startsOpen }: { project: string; startsOpen: boolean }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(startsOpen);
  const [next, setNext] = useState<"import" | "hand">("import");
  const { run, isPending, failure } = useStudioAction(createDatasetAction, ({ id }: { id: string }) => {
    setOpen(false);
    router.push(next === "import" ? paths.datasetImport(project, id) : paths.dataset(project, id));
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    run({ project, name: formText(form, "name"), description: formText(form, "description") });
  };
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New dataset
        </Button>
      </DialogTrigger>
      <DialogContent title="New dataset" description="Examples come next; the first ones make version 1.">
        <form onSubmit={submit} className="flex flex-col gap-3">
          <Field label="Name" required error={failure?.fields["name"]}>
            <Input name="name" maxLength={80} required autoComplete="off" placeholder="Support tickets" />
          </Field>
          <Field label="About" hint="Where the examples come from and what they are to show.">
            <Textarea name="description" maxLength={1000} />
          </Field>
          {failure && !failure.fields["name"] ? <InlineError>{failure.message}</InlineError> : null}
          <div className="flex flex-wrap justify-end gap-2">
            <DialogClose asChild>
              <Button variant="ghost">Cancel</Button>
            </DialogClose>
            <Button type="submit" pending={isPending} onClick={() => setNext("hand")}>
              Create, add by hand
            </Button>
            <Button type="submit" variant="primary" pending={isPending} onClick={() => setNext("import")}>
              Create, import a file
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}
