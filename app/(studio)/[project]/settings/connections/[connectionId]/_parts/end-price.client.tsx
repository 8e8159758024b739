"use client";

import { useStudioAction } from "#components/form/use-studio-action.client";
import { Button } from "#ui/button";
import { toastDone } from "#ui/toaster";
import { endPriceOverrideAction } from "../../actions.ts";

type EndPriceProps = { project: string; overrideId: string; pattern: string };

/** Ends a price now; calls that were charged by it keep their cost. */
export function EndPrice({ project, overrideId, pattern }: EndPriceProps) {
  const { run, isPending } = useStudioAction(endPriceOverrideAction, () =>
    toastDone(`The price of ${pattern} has ended`),
  );
  return (
    <Button
      size="sm"
      variant="ghost"
      pending={isPending}
      aria-label={`End the price of ${pattern}`}
      onClick={() => run({ project, overrideId })}
    >
      End now
    </Button>
  );
}
