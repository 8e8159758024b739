"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { proposeKey } from "#components/form/propose-key";
import { useActionForm } from "#components/form/use-action-form.client";
import { slugFrom } from "#client/identity";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { createProjectAction } from "./actions.ts";

const schema = () => import("#schema/identity").then((room) => room.CreateProjectInput);

/** Makes a project and opens it; the address follows the name until somebody writes their own. */
export function NewProject({ project }: { project: string }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const form = useActionForm({
    action: createProjectAction,
    schema,
    values: { name: "", slug: "" },
    input: (values) => ({ project, ...values }),
    onDone: (made) => router.push(paths.overview(made.slug)),
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">New project</Button>}
      title="New project"
      description="Nothing crosses a project: prompts, datasets, keys and the audit chain are its own."
      submitLabel="Make project"
    >
      <FormField
        form={form}
        name="name"
        label="Name"
        required
        onTyped={proposeKey(form, "slug", (name) => slugFrom(name, ""))}
      >
        <Input placeholder="Customer support" />
      </FormField>
      <FormField
        form={form}
        name="slug"
        label="Address"
        hint="Lower-case letters, digits and dashes; part of every link."
        required
      >
        <Input className="font-mono" />
      </FormField>
    </FormDialog>
  );
}
