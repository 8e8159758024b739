"use client";

import { useOptimistic, useTransition } from "react";
import { failureOf } from "#components/shell/use-action.client";
import { Switch } from "#ui/switch";
import { toastError, toastUndo } from "#ui/toaster";
import { setPolicyEnabledAction } from "../actions.ts";

type PolicySwitchProps = {
  project: string;
  policyId: string;
  name: string;
  isEnabled: boolean;
  isLocked: boolean;
};

/** Switches a policy on or off at once, with a way back. */
export function PolicySwitch({ project, policyId, name, isEnabled, isLocked }: PolicySwitchProps) {
  const [, startTransition] = useTransition();
  const [shown, show] = useOptimistic(isEnabled);
  const set = (wanted: boolean, isUndo = false) =>
    startTransition(async () => {
      show(wanted);
      const result = await setPolicyEnabledAction({ project, policyId, isEnabled: wanted }).catch(
        () => undefined,
      );
      const failure = failureOf(result);
      if (failure) toastError(failure.message, failure.requestId);
      else if (!isUndo)
        toastUndo(`“${name}” is ${wanted ? "on" : "off"} for every call from now on`, () =>
          set(!wanted, true),
        );
    });
  return (
    <Switch
      checked={shown}
      disabled={isLocked}
      onCheckedChange={(wanted) => set(wanted)}
      aria-label={`${name} is on`}
    />
  );
}
