"use client";

import { Toaster as Primitive, toast } from "sonner";

/** Where toasts appear; once, in the root layout. */
export function Toaster() {
  return (
    <Primitive
      position="bottom-right"
      duration={6000}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-3 rounded-lg bg-surface px-3.5 py-2.5 text-base text-text shadow-pop sm:w-90",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-sm text-text-2",
          icon: "hidden",
          actionButton:
            "ml-auto h-6 shrink-0 rounded-md border border-line-2 bg-surface px-2 text-sm font-medium hover:bg-sunken",
          error: "border-l-2 border-bad",
        },
      }}
    />
  );
}

/** Says that a thing was done, in the past tense: "Saved as version 9". */
export function toastDone(message: string, description?: string): void {
  toast(message, description ? { description } : {});
}

/** Says that a thing was done and offers the way back. Toasts of one `id` replace each other; `position` where the foot of a phone is taken. */
export function toastUndo(
  message: string,
  onUndo: () => void,
  options: { id?: string; position?: "top-center" } = {},
): void {
  toast(message, { duration: 10_000, action: { label: "Undo", onClick: onUndo }, ...options });
}

/** Says what went wrong and what to do; with the request id when there is one. */
export function toastError(message: string, requestId?: string): void {
  toast.error(message, { duration: 12_000, ...(requestId ? { description: `Request ${requestId}` } : {}) });
}

/** Takes a toast away whose words no longer hold. */
export function toastAway(id: string): void {
  toast.dismiss(id);
}
