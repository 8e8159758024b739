"use client";

import { useState } from "react";
import { FormField } from "#components/form/form.client";
import { ShownOnceDialog } from "#components/form/shown-once-dialog.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { paths } from "#platform/paths";
import { roles } from "#constants/identity";
import type { Role } from "#schema/identity";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { inviteMemberAction } from "./actions.ts";

const schema = () => import("#schema/identity").then((room) => room.InviteMemberInput);
const values: { email: string; role: Role } = { email: "", role: "engineer" };

/** Invites a person; the link is shown once, to be handed over. */
export function InviteDialog({ project }: { project: string }) {
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
    <ShownOnceDialog
      form={form}
      trigger={<Button variant="primary">Invite</Button>}
      title="Invite a person"
      description="They choose their own password."
      submitLabel="Make invitation"
      shown={
        made && {
          text: made.link,
          title: "Hand this link over",
          description: `It is for ${made.email}, works once, for seven days, and is not shown again.`,
          copyLabel: "Copy link",
          doneLabel: "Done",
        }
      }
      onSeen={() => setMade(null)}
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
    </ShownOnceDialog>
  );
}
