"use client";

import { Pin, PinOff } from "lucide-react";
import type { StudioAction } from "#components/form/failure";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { Button } from "#ui/button";
import { toastDone } from "#ui/toaster";
import type { KeptAnswer, PinAnswerInput } from "#schema/routes";

type PinButtonProps = {
  project: string;
  generationId: string;
  isPinned: boolean;
  pin: StudioAction<PinAnswerInput, KeptAnswer | null>;
};

/** Pins a kept answer, so that it is given whatever its time, or takes the pin off. */
export function PinButton({ project, generationId, isPinned, pin }: PinButtonProps) {
  const { run, isPending } = useStudioAction(pin, () =>
    toastDone(isPinned ? "Its time counts again" : "Pinned: given until its route or a policy changes"),
  );
  return (
    <Button size="sm" pending={isPending} onClick={() => run({ project, generationId, isPinned: !isPinned })}>
      {isPinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
      {isPinned ? "Unpin" : "Pin"}
    </Button>
  );
}
