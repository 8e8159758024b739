"use client";

import { useEffect, useState } from "react";
import { formatElapsed } from "#platform/format";

/** Active milliseconds per task, kept outside React's state so that a tick draws the timer only. */
export class Meter {
  readonly #ms = new Map<string, number>();
  #tick: () => void = () => undefined;

  add(taskId: string, ms: number): void {
    this.#ms.set(taskId, (this.#ms.get(taskId) ?? 0) + ms);
  }

  /** The timer on screen says how to count up to this very moment. */
  countWith(tick: () => void): void {
    this.#tick = tick;
  }

  shown(taskId: string): number {
    return this.#ms.get(taskId) ?? 0;
  }

  /** Active time up to now. */
  read(taskId: string): number {
    this.#tick();
    return Math.round(this.shown(taskId));
  }
}

const tickMs = 500;
/** After this long without a key, a touch or a move, nobody is working on the task. */
const idleMs = 60_000;

/** Counts the active time at a task: only while the page is seen and somebody is at it. */
export function Timer({
  taskId,
  meter,
  className,
}: {
  taskId: string;
  meter: Meter;
  className?: string | undefined;
}) {
  const [shownMs, setShownMs] = useState(() => meter.shown(taskId));

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
      if (isActive) meter.add(taskId, now - lastTick);
      lastTick = now;
      setShownMs(meter.shown(taskId));
    };
    meter.countWith(tick);
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
