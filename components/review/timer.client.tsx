"use client";

import { useEffect, useState } from "react";
import { formatElapsed } from "#platform/format";

/** Active milliseconds per task, kept outside React's state so that a tick draws the timer alone. */
export type Meter = Map<string, number>;

const tickMs = 500;
/** After this long without a key, a touch or a move, nobody is working on the task. */
const idleMs = 60_000;

/** Counts the active time at a task: only while the page is seen and somebody is at it. */
export function Timer({ taskId, meter, className }: { taskId: string; meter: Meter; className?: string | undefined }) {
  const [shownMs, setShownMs] = useState(() => meter.get(taskId) ?? 0);

  // Synchronises with the clock, the page's visibility and the person's hands, all outside React.
  useEffect(() => {
    let lastSeen = performance.now();
    let lastTick = lastSeen;
    const seen = () => {
      lastSeen = performance.now();
    };
    const tick = () => {
      const now = performance.now();
      const isActive = document.visibilityState === "visible" && now - lastSeen < idleMs;
      if (isActive) meter.set(taskId, (meter.get(taskId) ?? 0) + (now - lastTick));
      lastTick = now;
      setShownMs(meter.get(taskId) ?? 0);
    };
    const timer = setInterval(tick, tickMs);
    const signs = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"] as const;
    for (const sign of signs) window.addEventListener(sign, seen, { passive: true });
    return () => {
      tick();
      clearInterval(timer);
      for (const sign of signs) window.removeEventListener(sign, seen);
    };
  }, [taskId, meter]);

  return (
    <span className={className} role="timer" aria-label="Active time at this task">
      {formatElapsed(shownMs)}
    </span>
  );
}
