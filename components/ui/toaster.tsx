"use client";

import { useEffect } from "react";
import { useLazy } from "./use-lazy.tsx";
import type { Toast } from "./toast-stage.tsx";

const loadStage = () => import("./toast-stage.tsx").then((module) => module.ToastStage);

/** Set once the stage stands; until then what is said waits. */
let show: Toast | null = null;
let waiting: ((toast: Toast) => void)[] = [];
let reachStage: (() => void) | null = null;

/** Where toasts appear; once, in the root layout. What draws them comes with the first one, or when the page is quiet. */
export function Toaster() {
  const { part: Stage, reach } = useLazy(loadStage);
  // Lets the functions below, which live outside React, ask for the stage.
  useEffect(() => {
    reachStage = reach;
    if (waiting.length > 0) reach();
  }, [reach]);
  return Stage ? <Stage onReady={ready} /> : null;
}

function ready(toast: Toast): void {
  show = toast;
  const held = waiting;
  waiting = [];
  for (const say of held) say(toast);
}

function whenReady(say: (toast: Toast) => void): void {
  if (show) return say(show);
  waiting.push(say);
  reachStage?.();
}

/** Says that a thing was done, in the past tense: "Saved as version 9". */
export function toastDone(message: string, description?: string): void {
  whenReady((toast) => toast(message, description ? { description } : {}));
}

/** Says that a thing was done and offers the way back. Toasts of one `id` replace each other; `position` where the foot of a phone is taken. */
export function toastUndo(
  message: string,
  onUndo: () => void,
  options: { id?: string; position?: "top-center" } = {},
): void {
  whenReady((toast) =>
    toast(message, { duration: 10_000, action: { label: "Undo", onClick: onUndo }, ...options }),
  );
}

/** Says what went wrong and what to do; with the request id when there is one. */
export function toastError(message: string, requestId?: string): void {
  whenReady((toast) =>
    toast.error(message, {
      duration: 12_000,
      ...(requestId ? { description: `Request ${requestId}` } : {}),
    }),
  );
}

/** Takes a toast away whose words no longer hold. */
export function toastAway(id: string): void {
  whenReady((toast) => toast.dismiss(id));
}
