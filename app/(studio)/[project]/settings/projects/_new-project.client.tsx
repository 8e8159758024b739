"use client";

import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useStudioAction } from "#components/shell/use-action.client";
import { slugFrom } from "#client/identity";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogForm, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { createProjectAction } from "./actions.ts";

/** Makes a project and opens it. */
export function NewProject({ project }: { project: string }) {
  const router = useRouter();
  const formId = useId();
  const [name, setName] = useState("");
  const [address, setAddress] = useState<string | null>(null);
  const slug = address ?? slugFrom(name, "");
  const { run, isPending, failure } = useStudioAction(createProjectAction, (made) =>
    router.push(paths.overview(made.slug)),
  );
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button variant="primary">New project</Button>
      </DialogTrigger>
      <DialogContent
        title="New project"
        description="Nothing crosses a project: prompts, datasets, keys and the audit chain are its own."
        footer={
          <Button variant="primary" type="submit" form={formId} pending={isPending}>
            Make project
          </Button>
        }
      >
        <DialogForm id={formId} onSubmit={() => run({ project, name, slug })}>
          <Field label="Name" required error={failure?.fields["name"]}>
            <Input
              value={name}
              onChange={(event) => setName(event.target.value)}
              placeholder="Customer support"
            />
          </Field>
          <Field
            label="Address"
            hint="Lower-case letters, digits and dashes; part of every link."
            error={failure && !failure.fields["name"] ? failure.message : undefined}
            required
          >
            <Input value={slug} onChange={(event) => setAddress(event.target.value)} className="font-mono" />
          </Field>
        </DialogForm>
      </DialogContent>
    </Dialog>
  );
}
