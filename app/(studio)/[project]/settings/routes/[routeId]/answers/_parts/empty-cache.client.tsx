"use client";

import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { formatCount } from "#platform/format";
import { Button } from "#ui/button";
import { DialogClose } from "#ui/dialog";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { Switch } from "#ui/switch";
import { toastDone } from "#ui/toaster";
import { forgetAnswersAction } from "../../../actions.ts";

export type PromptChoice = { value: string; label: string };

type EmptyCacheProps = {
  project: string;
  routeId: string;
  /** Prompts and versions whose answers are kept: `promptId` or `versionId`, a colon, and the id. */
  prompts: readonly PromptChoice[];
};

const schema = () => import("#schema/routes").then((room) => room.ForgetAnswersInput);
const values = { prompt: "", tag: "", endUser: "", keepPinned: true };

/** Forgets what a route keeps: all of it, or what calls of one prompt, version, tag or end user made. */
export function EmptyCache({ project, routeId, prompts }: EmptyCacheProps) {
  const [isOpen, setOpen] = useState(false);
  const form = useActionForm({
    action: forgetAnswersAction,
    schema,
    values,
    input: ({ prompt, tag, endUser, keepPinned }) => {
      const [kind, id] = prompt.split(":");
      return {
        project,
        routeId,
        keepPinned,
        ...(kind && id ? { [kind]: id } : {}),
        ...(tag ? { tag } : {}),
        ...(endUser ? { endUser } : {}),
      };
    },
    after: "empty",
    onDone: ({ forgotten }) => {
      setOpen(false);
      toastDone(forgotten === 0 ? "Nothing fitted" : `${formatCount(forgotten, "answer")} forgotten`);
    },
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button>Empty the cache</Button>}
      title="Empty the cache"
      description="What is left empty does not narrow it down. Such calls ask a model again, in every process and from the next one on; this cannot be undone."
      actions={
        <DialogClose asChild>
          <Button variant="ghost">Cancel</Button>
        </DialogClose>
      }
      submitLabel="Forget them"
    >
      <FormField form={form} name="prompt" label="Prompt or version">
        <NativeSelect>
          <option value="">Any</option>
          {prompts.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </NativeSelect>
      </FormField>
      <FormField
        form={form}
        name="tag"
        label="Tag"
        hint="key=value in the metadata of the call that made the answer"
      >
        <Input maxLength={265} autoComplete="off" placeholder="plan=pro" className="font-mono" />
      </FormField>
      <FormField form={form} name="endUser" label="End user" hint="as calls name it by user">
        <Input maxLength={500} autoComplete="off" />
      </FormField>
      <FormField form={form} name="keepPinned" as="checked" label="Keep pinned answers" inline>
        <Switch />
      </FormField>
    </FormDialog>
  );
}
