"use client";

import { Button } from "#ui/button";
import { toastDone, toastError } from "#ui/toaster";

/** Copies a line to send to whoever may approve: the studio itself sends no messages. */
export function RemindButton({ number, title }: { number: number; title: string }) {
  const copy = () =>
    navigator.clipboard
      .writeText(`${title} waits for your approval (promotion ${number}): ${location.href}`)
      .then(
        () => toastDone("Reminder copied", "Paste it where the approver reads."),
        () => toastError(`The browser did not let the studio copy; send this address: ${location.href}`),
      );
  return (
    <Button size="sm" onClick={() => void copy()} title="Copies a line to send to the approver">
      Copy reminder
    </Button>
  );
}
