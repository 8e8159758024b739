"use client";

import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { paths } from "#platform/paths";
import { roles } from "#constants/identity";
import type { Role } from "#schema/identity";
import { Button } from "#ui/button";
import { CopyButton } from "#ui/copy-button";
import { DialogClose } from "#ui/dialog";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { inviteMemberAction } from "./actions.ts";

const schema = () => import("#schema/identity").then((room) => room.InviteMemberInput);
const values: { email: string; role: Role } = { email: "", role: "engineer" };

/** Invites a person; the link is shown once, to be handed over. */
export function InviteDialog({ project }: { project: string }) {
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<{ link: string; email: string } | null>(null);
  const form = useActionForm({
    action: inviteMemberAction,
    schema,
    values,
    input: (typed) => ({ project, ...typed }),
    after: "empty",
    onDone: ({ token }, { email }) =>
      setMade({ link: `${window.location.origin}${paths.invitation(token)}`, email }),
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={(isNowOpen) => {
        setOpen(isNowOpen);
        if (isNowOpen) setMade(null);
      }}
      trigger={<Button variant="primary">Invite</Button>}
      title={made ? "Hand this link over" : "Invite a person"}
      description={
        made
          ? `It is for ${made.email}, works once, for seven days, and is not shown again.`
          : "They choose their own password."
      }
      submitLabel="Make invitation"
      result={
        made
          ? {
              content: (
                <div className="flex items-center gap-2">
                  <code className="min-w-0 flex-1 font-mono text-sm break-all">{made.link}</code>
                  <CopyButton text={made.link} label="Copy link" labelled />
                </div>
              ),
              footer: (
                <DialogClose asChild>
                  <Button variant="primary">Done</Button>
                </DialogClose>
              ),
            }
          : null
      }
    >
      <FormField form={form} name="email" label="E-mail address" required>
        <Input type="email" />
      </FormField>
      <FormField form={form} name="role" label="Role">
        <NativeSelect>
          {roles.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </NativeSelect>
      </FormField>
    </FormDialog>
  );
}
