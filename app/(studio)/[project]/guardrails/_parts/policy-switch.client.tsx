"use client";

import { startTransition, useOptimistic } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { Switch } from "#ui/switch";
import { toastUndo } from "#ui/toaster";
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
  const [shown, show] = useOptimistic(isEnabled);
  const { runAsync } = useStudioAction(setPolicyEnabledAction);
  const set = (wanted: boolean, isUndo = false) =>
    startTransition(async () => {
      show(wanted);
      const { failure } = await runAsync({ project, policyId, isEnabled: wanted });
      if (!failure && !isUndo)
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
