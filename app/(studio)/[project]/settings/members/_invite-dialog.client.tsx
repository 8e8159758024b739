"use client";

import { useId, useState } from "react";
import { useStudioAction } from "#components/shell/use-action.client";
import { paths } from "#platform/paths";
import { roles } from "#constants/identity";
import type { Role } from "#schema/identity";
import { Button } from "#ui/button";
import { CopyButton } from "#ui/copy-button";
import { Dialog, DialogClose, DialogContent, DialogForm, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { inviteMemberAction } from "./actions.ts";

/** Invites a person; the link is shown once, to be handed over. */
export function InviteDialog({ project }: { project: string }) {
  const formId = useId();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("engineer");
  const [link, setLink] = useState<string | null>(null);
  const { run, isPending, failure } = useStudioAction(inviteMemberAction, ({ token }) =>
    setLink(`${window.location.origin}${paths.invitation(token)}`),
  );
  const reset = () => {
    setLink(null);
    setEmail("");
  };
  return (
    <Dialog onOpenChange={(isOpen) => isOpen && reset()}>
      <DialogTrigger asChild>
        <Button variant="primary">Invite</Button>
      </DialogTrigger>
      <DialogContent
        title={link ? "Hand this link over" : "Invite a person"}
        description={
          link
            ? `It is for ${email}, works once, for seven days, and is not shown again.`
            : "They choose their own password."
        }
        footer={
          link ? (
            <DialogClose asChild>
              <Button variant="primary">Done</Button>
            </DialogClose>
          ) : (
            <Button variant="primary" type="submit" form={formId} pending={isPending}>
              Make invitation
            </Button>
          )
        }
      >
        {link ? (
          <div className="flex items-center gap-2">
            <code className="min-w-0 flex-1 font-mono text-sm break-all">{link}</code>
            <CopyButton text={link} label="Copy link" labelled />
          </div>
        ) : (
          <DialogForm id={formId} onSubmit={() => run({ project, email, role })}>
            <Field label="E-mail address" error={failure?.message} required>
              <Input type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
            </Field>
            <Field label="Role">
              <NativeSelect
                value={role}
                onChange={(event) => setRole(roles.find((one) => one === event.target.value) ?? "viewer")}
              >
                {roles.map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </NativeSelect>
            </Field>
          </DialogForm>
        )}
      </DialogContent>
    </Dialog>
  );
}
