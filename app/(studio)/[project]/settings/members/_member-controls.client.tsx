"use client";

import { useStudioAction } from "#components/shell/use-action.client";
import { roles } from "#facts/identity";
import type { Role } from "#schema/identity";
import { Button } from "#ui/button";
import { ConfirmDialog } from "#ui/dialog";
import { NativeSelect } from "#ui/native-select";
import { toastDone, toastUndo } from "#ui/toaster";
import { changeRoleAction, removeMemberAction, revokeInvitationAction } from "./actions.ts";

type MemberControlsProps = { project: string; userId: string; name: string; role: Role };

/** Role and removal of one member; a role changes at once, with an undo. */
export function MemberControls({ project, userId, name, role }: MemberControlsProps) {
  const change = useStudioAction(changeRoleAction);
  const remove = useStudioAction(removeMemberAction, () => toastDone(`${name} was removed`));
  const failure = change.failure ?? remove.failure;
  return (
    <div className="relative z-1 flex items-center gap-2">
      {failure ? (
        <span role="alert" className="text-sm text-bad">
          ✕ {failure.message}
        </span>
      ) : null}
      <NativeSelect
        aria-label={`Role of ${name}`}
        value={role}
        disabled={change.isPending}
        onChange={(event) => {
          const next = roles.find((one) => one === event.target.value);
          if (!next) return;
          change.run({ project, userId, role: next });
          toastUndo(`${name} is ${next} now`, () => change.run({ project, userId, role }));
        }}
      >
        {roles.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </NativeSelect>
      <ConfirmDialog
        trigger={
          <Button size="sm" variant="ghost" pending={remove.isPending}>
            Remove
          </Button>
        }
        title={`Remove ${name}?`}
        description="They lose access at once. What they made stays, under their name. To come back they need a new invitation."
        confirmLabel="Remove"
        onConfirm={() => remove.run({ project, userId })}
      />
    </div>
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
