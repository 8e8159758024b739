"use client";

import { useEffect } from "react";
import type { Holder } from "./holder.ts";

/** Somebody who leafs through the list holds nothing. */
const settleMs = 700;

/** Keeps the task held on the server while it is on the screen, and lets it go with it. */
export function useHold(taskId: string | null, holder: Holder, everyMs: number): void {
  // Tells the server, and again after a while: both are outside React.
  useEffect(() => {
    if (taskId === null) return undefined;
    const soon = setTimeout(() => holder.keep(taskId), settleMs);
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") holder.keep(taskId);
    }, everyMs);
    return () => {
      clearTimeout(soon);
      clearInterval(timer);
    };
  }, [taskId, holder, everyMs]);

  // Closing the window or going to another site tells React nothing; coming back by "back" neither.
  useEffect(() => {
    if (taskId === null) return undefined;
    const goAway = () => holder.leaveNow();
    const restoreClock = (event: PageTransitionEvent) => {
      if (event.persisted) holder.keep(taskId);
    };
    window.addEventListener("pagehide", goAway);
    window.addEventListener("pageshow", restoreClock);
    return () => {
      window.removeEventListener("pagehide", goAway);
      window.removeEventListener("pageshow", restoreClock);
      holder.leave(taskId);
    };
  }, [taskId, holder]);
}
