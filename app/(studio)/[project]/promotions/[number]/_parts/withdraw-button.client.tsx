"use client";

import { useVerb } from "#components/releases/use-verb.client";
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
  const { run, pending } = useVerb(withdrawPromotionAction, () =>
    toastDone(
      `Promotion ${number} withdrawn`,
      "The environment keeps what it serves. You can request again.",
    ),
  );
  return (
    <Button variant="ghost" pending={pending} onClick={() => run({ project, promotionId })}>
      Withdraw
    </Button>
  );
}
