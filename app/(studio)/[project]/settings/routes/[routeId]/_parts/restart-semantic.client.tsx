"use client";

import { useStudioAction } from "#components/form/use-studio-action.client";
import { Button } from "#ui/button";
import { toastDone } from "#ui/toaster";
import { restartSemanticCacheAction } from "../../actions.ts";

/** Lets the semantic cache of a route answer again. */
export function RestartSemantic({ project, routeId }: { project: string; routeId: string }) {
  const { run, isPending } = useStudioAction(restartSemanticCacheAction, () =>
    toastDone("It answers again; only checks from now on count"),
  );
  return (
    <Button size="sm" pending={isPending} onClick={() => run({ project, routeId })}>
      Let it answer again
    </Button>
  );
}
