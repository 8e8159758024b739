"use client";

import { useState } from "react";
import { useStudioAction } from "#components/shell/use-action.client";
import { roles } from "#constants/identity";
import type { Role } from "#schema/identity";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { CopyButton } from "#ui/copy-button";
import { ConfirmDialog, Dialog, DialogClose, DialogContent, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
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

type RoleSelectProps = { project: string; userId: string; name: string; role: Role };

/** The role in the organisation; it is said to be changed once the server has changed it, with an undo. */
export function RoleSelect({ project, userId, name, role }: RoleSelectProps) {
  const undo = useStudioAction(changeRoleAction, (member) => toastDone(`${name} is ${member.role} again`));
  const change = useStudioAction(changeRoleAction, (member) =>
    toastUndo(`${name} is ${member.role} now`, () => undo.run({ project, userId, role })),
  );
  return (
    <SelectWithFailure
      label={`Role of ${name}`}
      value={role}
      options={roles.map((value) => ({ value, label: value }))}
      isPending={change.isPending || undo.isPending}
      failure={change.failure?.message ?? undo.failure?.message}
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
    <SelectWithFailure
      label={`Role of ${name} in this project`}
      value={projectRole ?? ""}
      options={[
        { value: "", label: "as in the organisation" },
        ...roles.filter((value) => value !== "owner").map((value) => ({ value, label: value })),
        { value: "none", label: "no access" },
      ]}
      isPending={change.isPending || undo.isPending}
      failure={change.failure?.message ?? undo.failure?.message}
      onChoose={(value) => change.run({ project, userId, role: value === "" ? null : value })}
    />
  );
}

function sentence(name: string, role: ProjectRole): string {
  if (role === null) return `${name} is here what they are in the organisation`;
  return role === "none" ? `${name} has no access to this project` : `${name} is ${role} in this project`;
}

function SelectWithFailure<Value extends string>({
  label,
  value,
  options,
  isPending,
  failure,
  onChoose,
}: {
  label: string;
  value: Value | "";
  options: readonly { value: Value; label: string }[];
  isPending: boolean;
  failure: string | undefined;
  onChoose: (value: Value) => void;
}) {
  return (
    <div className="relative z-1 flex min-w-32 flex-col gap-1">
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
      {failure ? (
        <span role="alert" className="text-sm text-bad">
          ✕ {failure}
        </span>
      ) : null}
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
  const [withSecondFactor, setWithSecondFactor] = useState(false);
  const { run, isPending, failure, clearFailure } = useStudioAction(issuePasswordResetAction, ({ token }) =>
    setLink(`${window.location.origin}${paths.resetPassword(token)}`),
  );
  return (
    <Dialog
      onOpenChange={() => {
        setLink(null);
        setWithSecondFactor(false);
        clearFailure();
      }}
    >
      <DialogTrigger asChild>
        <Button size="sm" variant="ghost">
          Password link
        </Button>
      </DialogTrigger>
      <DialogContent
        title={link ? "Hand this link over" : `A new password for ${name}`}
        description={
          link
            ? "It works once, for a day, and is not shown again."
            : "You get a link to hand over; they choose the password themselves. Setting it signs them out everywhere."
        }
        footer={
          link ? (
            <DialogClose asChild>
              <Button variant="primary">Done</Button>
            </DialogClose>
          ) : (
            <Button
              variant="primary"
              pending={isPending}
              onClick={() => run({ project, userId, withSecondFactor })}
            >
              Make link
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
          <>
            {hasSecondFactor ? (
              <Field inline label="Their phone is gone: turn two-factor sign-in off too">
                <Checkbox
                  checked={withSecondFactor}
                  onCheckedChange={(state) => setWithSecondFactor(state === true)}
                />
              </Field>
            ) : null}
            {failure ? (
              <p role="alert" className="text-sm text-bad">
                ✕ {failure.message}
              </p>
            ) : null}
          </>
        )}
      </DialogContent>
    </Dialog>
  );
}

/** Takes a member out, asked once more: coming back needs a new invitation. */
export function RemoveMember({ project, userId, name }: { project: string; userId: string; name: string }) {
  const remove = useStudioAction(removeMemberAction, () => toastDone(`${name} was removed`));
  return (
    <span className="inline-flex items-center gap-2">
      {remove.failure ? (
        <span role="alert" className="text-sm text-bad">
          ✕ {remove.failure.message}
        </span>
      ) : null}
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
    </span>
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
    <span className="inline-flex items-center gap-2">
      {revoke.failure ? (
        <span role="alert" className="text-sm text-bad">
          ✕ {revoke.failure.message}
        </span>
      ) : null}
      <Button
        size="sm"
        variant="ghost"
        pending={revoke.isPending}
        onClick={() => revoke.run({ project, invitationId })}
      >
        Take back
      </Button>
    </span>
  );
}
