"use client";

import { Undo2 } from "lucide-react";
import type { StudioAction } from "#components/form/failure";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { Button, type ButtonProps } from "#ui/button";
import { toastDone } from "#ui/toaster";

export type RollbackInput = {
  promptId: string;
  environment: string;
  expectedVersionId: string;
};

export type RollbackButtonProps = Pick<ButtonProps, "size" | "className"> & {
  /** The server action that does it. */
  verb: StudioAction<RollbackInput>;
  project: string;
  promptId: string;
  environment: string;
  served: { versionId: string; versionNumber: number };
  previousNumber: number;
};

/** One click back to what was served before. It asks nothing: the way forward again is a new promotion, and the toast says so. */
export function RollbackButton({
  verb,
  project,
  promptId,
  environment,
  served,
  previousNumber,
  size,
  className,
}: RollbackButtonProps) {
  const { run, isPending } = useStudioAction(verb, () =>
    toastDone(
      `${environment} serves v${previousNumber} again`,
      `v${served.versionNumber} can come back by a new promotion.`,
    ),
  );
  return (
    <Button
      size={size}
      className={className}
      pending={isPending}
      title={`${environment} serves v${previousNumber} again at once; written to the audit chain`}
      onClick={() => run({ project, promptId, environment, expectedVersionId: served.versionId })}
    >
      <Undo2 aria-hidden="true" />
      Roll back to v{previousNumber}
    </Button>
  );
}
