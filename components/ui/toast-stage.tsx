"use client";

import { useEffect } from "react";
import { Toaster as Primitive, toast } from "sonner";

export type Toast = typeof toast;

/** Draws the toasts; tells when they can be seen. */
export function ToastStage({ onReady }: { onReady: (show: Toast) => void }) {
  return (
    <>
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
      <Ready onReady={onReady} />
    </>
  );
}

/** After the stage beside it, so that its effect runs when the stage listens. */
function Ready({ onReady }: { onReady: (show: Toast) => void }) {
  useEffect(() => onReady(toast), [onReady]);
  return null;
}
