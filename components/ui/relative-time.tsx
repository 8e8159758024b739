"use client";

import { useSyncExternalStore } from "react";
import { cn } from "./cn.tsx";
import { formatExact, formatRelative } from "#platform/format";

const stepMs = 10_000;

/** How long ago, with the exact moment on hover; keeps itself right. */
export function RelativeTime({
  value,
  className,
}: {
  value: Date | string | number | null | undefined;
  className?: string | undefined;
}) {
  const now = useSyncExternalStore(everyStep, currentStep, currentStep);
  if (value === null || value === undefined) return <span className={className}>—</span>;
  const exact = formatExact(value);
  return (
    // The server's "now" is a little before the browser's; the text is corrected at the next step.
    <time
      dateTime={new Date(value).toISOString()}
      title={exact}
      className={cn("whitespace-nowrap", className)}
      suppressHydrationWarning
    >
      {formatRelative(value, now)}
    </time>
  );
}

function everyStep(onChange: () => void): () => void {
  const timer = setInterval(onChange, stepMs);
  return () => clearInterval(timer);
}

function currentStep(): number {
  return Math.floor(Date.now() / stepMs) * stepMs;
}
