"use client";

import { useStudioAction } from "#components/form/use-studio-action.client";
import { Button } from "#ui/button";
import { toastDone } from "#ui/toaster";
import { restoreConnectionAction } from "../actions.ts";

type RestoreConnectionProps = { project: string; connectionId: string; name: string };

/** Brings an archived connection back. */
export function RestoreConnection({ project, connectionId, name }: RestoreConnectionProps) {
  const { run, isPending } = useStudioAction(restoreConnectionAction, () => toastDone(`"${name}" is back`));
  return (
    <Button
      size="sm"
      variant="ghost"
      className="relative z-1"
      pending={isPending}
      onClick={() => run({ project, connectionId })}
    >
      Restore
    </Button>
  );
}
