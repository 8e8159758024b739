"use client";

import { useStudioAction } from "#components/shell/use-action.client";
import { Button } from "#ui/button";
import { toastDone } from "#ui/toaster";
import { restoreConnectionAction } from "../actions.ts";

type RestoreConnectionProps = { project: string; connectionId: string; name: string };

/** Brings an archived connection back. */
export function RestoreConnection({ project, connectionId, name }: RestoreConnectionProps) {
  const { run, isPending, failure } = useStudioAction(restoreConnectionAction, () =>
    toastDone(`"${name}" is back`),
  );
  return (
    <span className="relative z-1 inline-flex items-center gap-2">
      {failure ? (
        <span role="alert" className="text-sm text-bad">
          ✕ {failure.message}
        </span>
      ) : null}
      <Button size="sm" variant="ghost" pending={isPending} onClick={() => run({ project, connectionId })}>
        Restore
      </Button>
    </span>
  );
}
