"use client";

import { useState } from "react";
import { FormField } from "#components/form/form.client";
import { ShownOnceDialog } from "#components/form/shown-once-dialog.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { roles } from "#constants/identity";
import type { Role } from "#schema/identity";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { ConfirmDialog } from "#ui/dialog";
import { Checkbox } from "#ui/checkbox";
import { NativeSelect } from "#ui/native-select";
import { toastDone, toastUndo } from "#ui/toaster";
import {
  changeRoleAction,
  issuePasswordResetAction,
  removeMemberAction,
  revokeInvitationAction,
  setProjectRoleAction,
} from "./actions.ts";

const schema = () => import("#schema/identity").then((room) => room.IssueResetInput);

type RoleSelectProps = { project: string; userId: string; name: string; role: Role };

/** The role in the organisation; it is said to be changed once the server has changed it, with an undo. */
export function RoleSelect({ project, userId, name, role }: RoleSelectProps) {
  const undo = useStudioAction(changeRoleAction, (member) => toastDone(`${name} is ${member.role} again`));
  const change = useStudioAction(changeRoleAction, (member) =>
    toastUndo(`${name} is ${member.role} now`, () => undo.run({ project, userId, role })),
  );
  return (
    <RoleChoice
      label={`Role of ${name}`}
      value={role}
      options={roles.map((value) => ({ value, label: value }))}
      isPending={change.isPending || undo.isPending}
      onChoose={(value) => change.run({ project, userId, role: value })}
    />
  );
}

type ProjectRole = Role | "none" | null;

/** The role in this project, where it differs from the organisation's. */
export function ProjectRoleSelect({
  project,
  userId,
  name,
  projectRole,
}: {
  project: string;
  userId: string;
  name: string;
  projectRole: ProjectRole;
}) {
  const undo = useStudioAction(setProjectRoleAction, () => toastDone(`${name}'s role here is as it was`));
  const change = useStudioAction(setProjectRoleAction, (member) =>
    toastUndo(sentence(name, member.projectRole), () => undo.run({ project, userId, role: projectRole })),
  );
  return (
    <RoleChoice
      label={`Role of ${name} in this project`}
      value={projectRole ?? ""}
      options={[
        { value: "", label: "as in the organisation" },
        ...roles.filter((value) => value !== "owner").map((value) => ({ value, label: value })),
        { value: "none", label: "no access" },
      ]}
      isPending={change.isPending || undo.isPending}
      onChoose={(value) => change.run({ project, userId, role: value === "" ? null : value })}
    />
  );
}

function sentence(name: string, role: ProjectRole): string {
  if (role === null) return `${name} is here what they are in the organisation`;
  return role === "none" ? `${name} has no access to this project` : `${name} is ${role} in this project`;
}

function RoleChoice<Value extends string>({
  label,
  value,
  options,
  isPending,
  onChoose,
}: {
  label: string;
  value: Value | "";
  options: readonly { value: Value; label: string }[];
  isPending: boolean;
  onChoose: (value: Value) => void;
}) {
  return (
    <div className="relative z-1 min-w-32">
      <NativeSelect
        aria-label={label}
        value={value}
        disabled={isPending}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChoose(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </NativeSelect>
    </div>
  );
}

/** A one-time link with which the member sets a new password, shown this once. */
export function PasswordLink({
  project,
  userId,
  name,
  hasSecondFactor,
}: {
  project: string;
  userId: string;
  name: string;
  hasSecondFactor: boolean;
}) {
  const [link, setLink] = useState<string | null>(null);
  const form = useActionForm({
    action: issuePasswordResetAction,
    schema,
    values: { withSecondFactor: false },
    input: (values) => ({ project, userId, ...values }),
    after: "empty",
    onDone: ({ token }) => setLink(`${window.location.origin}${paths.resetPassword(token)}`),
  });
  return (
    <ShownOnceDialog
      form={form}
      trigger={
        <Button size="sm" variant="ghost">
          Password link
        </Button>
      }
      title={`A new password for ${name}`}
      description="You get a link to hand over; they choose the password themselves. Setting it signs them out everywhere."
      submitLabel="Make link"
      shown={
        link === null
          ? null
          : {
              text: link,
              title: "Hand this link over",
              description: "It works once, for a day, and is not shown again.",
              copyLabel: "Copy link",
              doneLabel: "Done",
            }
      }
      onSeen={() => setLink(null)}
    >
      {hasSecondFactor ? (
        <FormField
          form={form}
          name="withSecondFactor"
          as="checked"
          inline
          label="Their phone is gone: turn two-factor sign-in off too"
        >
          <Checkbox />
        </FormField>
      ) : null}
    </ShownOnceDialog>
  );
}

/** Takes a member out, asked once more: coming back needs a new invitation. */
export function RemoveMember({ project, userId, name }: { project: string; userId: string; name: string }) {
  const remove = useStudioAction(removeMemberAction, () => toastDone(`${name} was removed`));
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" variant="ghost" pending={remove.isPending}>
          Remove
        </Button>
      }
      title={`Remove ${name}?`}
      description="They lose access at once, and the API keys they made stop working. What they made stays, under their name. To come back they need a new invitation."
      confirmLabel="Remove"
      onConfirm={() => remove.run({ project, userId })}
    />
  );
}

/** Takes an open invitation back. */
export function RevokeInvitation({
  project,
  invitationId,
  email,
}: {
  project: string;
  invitationId: string;
  email: string;
}) {
  const revoke = useStudioAction(revokeInvitationAction, () =>
    toastDone(`The invitation of ${email} was taken back`),
  );
  return (
    <Button
      size="sm"
      variant="ghost"
      pending={revoke.isPending}
      onClick={() => revoke.run({ project, invitationId })}
    >
      Take back
    </Button>
  );
}
