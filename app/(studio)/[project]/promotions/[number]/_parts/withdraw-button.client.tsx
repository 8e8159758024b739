"use client";

import { useStudioAction } from "#components/form/use-studio-action.client";
import { Button } from "#ui/button";
import { toastDone } from "#ui/toaster";
import { withdrawPromotionAction } from "../../actions.ts";

/** Takes the request back; the environment keeps what it serves. */
export function WithdrawButton({
  project,
  promotionId,
  number,
}: {
  project: string;
  promotionId: string;
  number: number;
}) {
  const { run, isPending } = useStudioAction(withdrawPromotionAction, () =>
    toastDone(
      `Promotion ${number} withdrawn`,
      "The environment keeps what it serves. You can request again.",
    ),
  );
  return (
    <Button variant="ghost" pending={isPending} onClick={() => run({ project, promotionId })}>
      Withdraw
    </Button>
  );
}
