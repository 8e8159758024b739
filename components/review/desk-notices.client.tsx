"use client";

import { useEffect } from "react";
import { Button } from "#ui/button";
import { Chip } from "#ui/chip";
import { cn } from "#ui/cn";
import type { Reach } from "./connection.ts";
import type { useWorkplace } from "./use-workplace.client.tsx";
import { decisionWords } from "./labels.tsx";

type Work = ReturnType<typeof useWorkplace>;

/** Whether the studio can be reached, and how many decisions wait to be sent. */
export function ReachChip({ reach, unsent }: { reach: Reach; unsent: number }) {
  if (reach === "online") return unsent > 0 ? <output className="text-sm text-text-3">Saving…</output> : null;
  const words = reach === "offline" ? "Offline" : "Signed out";
  return (
    // A phone has no room for it in the bar, over which the last decision lies: it reads DeskNotices.
    <output className="max-sm:hidden">
      <Chip tone="warn">
        {words} · {waitingWords(unsent)}
      </Chip>
    </output>
  );
}

function waitingWords(unsent: number): string {
  if (unsent === 0) return "nothing waits";
  return unsent === 1 ? "1 decision waits" : `${unsent} decisions wait`;
}

/** What the reader must know before the next key: a task that took another's place, decisions that were not taken. */
export function DeskNotices({ work }: { work: Work }) {
  const { reach, unsent, replacement, refusals } = work;
  return (
    <div className="flex flex-col gap-2 px-7 pt-4 empty:hidden max-sm:px-3.5">
      {reach === "offline" ? (
        <Notice className="sm:hidden">
          You are offline. {unsent === 0 ? "Decide on" : `Here ${waitingWords(unsent)}`}: what you decide is
          kept and goes out in order.
        </Notice>
      ) : null}
      {reach === "signed_out" ? (
        <Notice>
          Your session is over. Sign in again in another tab: what you decided and wrote here is kept and goes
          out then.
        </Notice>
      ) : null}
      {replacement && !replacement.isMoment ? (
        <ReplacementNotice
          work={work}
          said={replacement.said}
          fromId={replacement.fromId}
          toId={replacement.toId}
        />
      ) : null}
      {refusals.map((refusal) => (
        <Notice key={refusal.key} isAlert>
          <span className="min-w-0 flex-1 basis-64">
            Task {refusal.taskNumber} was not {decisionWords[refusal.kind]}: {refusal.message}
          </span>
          <Button size="sm" onClick={() => work.go(refusal.taskId)}>
            Look at it
          </Button>
          <Button size="sm" variant="ghost" onClick={() => work.dismiss(refusal.key)}>
            Dismiss
          </Button>
        </Notice>
      ))}
    </div>
  );
}

type ReplacementNoticeProps = { work: Work; said: string; fromId: string; toId: string | null };

function ReplacementNotice({ work, said, fromId, toId }: ReplacementNoticeProps) {
  const { touch } = work;
  // A key on its way to the task before is no sign of having seen this one: the keyboard is outside React.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Enter") touch();
    };
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [touch]);
  return (
    <Notice isAlert>
      <span className="min-w-0 flex-1 basis-64">
        {said} {toId === null ? "" : "Keys wait until you have seen it."}
      </span>
      <Button size="sm" variant="ghost" onClick={() => work.go(fromId)}>
        Look at the one before
      </Button>
      <Button size="sm" kbd="↵" onClick={work.confirm}>
        Go on
      </Button>
    </Notice>
  );
}

type NoticeProps = { children: React.ReactNode; isAlert?: boolean; className?: string };

function Notice({ children, isAlert = false, className }: NoticeProps) {
  return (
    <div
      role={isAlert ? "alert" : "status"}
      className={cn(
        "flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-line-2 bg-warn-weak px-3 py-2",
        className,
      )}
    >
      {children}
    </div>
  );
}
