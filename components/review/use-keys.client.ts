"use client";

import { useRouter } from "next/navigation";
import type { RefObject } from "react";
import { useShortcut } from "#ui/shortcuts.client";
import type { RejectReason } from "#schema/review";
import type { BarAct } from "./decision-bar.tsx";
import type { useWorkplace } from "./use-workplace.client.tsx";

type KeysProps = {
  act: BarAct;
  work: ReturnType<typeof useWorkplace>;
  reasons: readonly RejectReason[];
  isEdited: boolean;
  isDisabled: boolean;
  isStuck: boolean;
  reasonsBox: RefObject<HTMLDivElement | null>;
  /** The next queue with work, once this one is finished. */
  nextQueueHref: string | null;
};

/** The keys of the workplace; each stands on its button and in the `?` list. */
export function useKeys({
  act,
  work,
  reasons,
  isEdited,
  isDisabled,
  isStuck,
  reasonsBox,
  nextQueueHref,
}: KeysProps): void {
  const router = useRouter();
  const isRejecting = work.draft.mode === "reject";
  const canAct = !isDisabled && !isRejecting;
  useShortcut("a", "Approve as it was", act.approve, { enabled: canAct });
  useShortcut("e", "Edit", act.edit, { enabled: canAct });
  useShortcut(
    "mod+enter",
    isRejecting ? "Reject" : "Approve my edit",
    isRejecting ? act.confirmReject : act.approveEdit,
    { enabled: !isDisabled && (isEdited || isRejecting) },
  );
  useShortcut("x", "Reject", act.reject, { enabled: !isDisabled });
  const choose = (index: number) => {
    work.write({ reasonKey: reasons[index]?.key ?? null });
    reasonsBox.current?.querySelectorAll<HTMLElement>("[role=radio]")[index]?.focus();
  };
  for (let index = 0; index < 9; index += 1) useReasonKey(index, reasons, choose, isRejecting);
  useShortcut("enter", "Reject for the chosen reason", act.confirmReject, {
    enabled: isRejecting && !isDisabled,
  });
  useShortcut("escape", "Leave the edit or the rejection", () => work.write({ mode: "read" }), {
    enabled: work.draft.mode !== "read",
    whileTyping: true,
  });
  useShortcut("s", isStuck ? "Next task" : "Skip", act.skip, { enabled: canAct || isStuck });
  const isReplaced = work.replacement !== null;
  useShortcut("z", "Undo the last decision", act.undo, { enabled: work.replacement?.isMoment !== false });
  useShortcut("j", "Next task", () => work.step(1), { enabled: !isReplaced });
  useShortcut("k", "Task before", () => work.step(-1), { enabled: !isReplaced });
  useShortcut("enter", "Go on with the task that came up", work.confirm, { enabled: isReplaced });
  useShortcut("n", "Next queue", () => nextQueueHref && router.push(nextQueueHref), {
    enabled: work.currentId === null && nextQueueHref !== null,
  });
}

function useReasonKey(
  index: number,
  reasons: readonly RejectReason[],
  choose: (index: number) => void,
  enabled: boolean,
): void {
  const reason = reasons[index];
  useShortcut(String(index + 1), reason?.name ?? "", () => choose(index), {
    enabled: enabled && reason !== undefined,
  });
}
