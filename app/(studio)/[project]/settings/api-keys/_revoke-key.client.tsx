"use client";

import { useStudioAction } from "#components/form/use-studio-action.client";
import { Button } from "#ui/button";
import { ConfirmDialog } from "#ui/dialog";
import { toastDone } from "#ui/toaster";
import { revokeApiKeyAction } from "./actions.ts";

/** Ends a key; a program that still uses it is refused from then on, so it is asked once more. */
export function RevokeKey({ project, apiKeyId, name }: { project: string; apiKeyId: string; name: string }) {
  const { run, isPending } = useStudioAction(revokeApiKeyAction, () =>
    toastDone(`The key "${name}" was revoked`),
  );
  return (
    <div className="relative z-1 flex justify-end">
      <ConfirmDialog
        trigger={
          <Button size="sm" variant="ghost" pending={isPending}>
            Revoke
          </Button>
        }
        title={`Revoke "${name}"?`}
        description="Programs that use it are refused within five seconds. A revoked key cannot be brought back."
        confirmLabel="Revoke key"
        onConfirm={() => run({ project, apiKeyId })}
      />
    </div>
  );
}
