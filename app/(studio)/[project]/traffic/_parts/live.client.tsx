"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { Button } from "#ui/button";

const everyMs = 4_000;

/** Keeps the newest page fresh while it is looked at; can be stopped to read in peace. */
export function LiveSwitch() {
  const router = useRouter();
  const [isLive, setIsLive] = useState(true);
  const [isRefreshing, startTransition] = useTransition();
  // Synchronises with the clock and the tab's visibility, both outside React.
  useEffect(() => {
    // A slow server must not be asked again before it has answered.
    if (!isLive || isRefreshing) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") startTransition(() => router.refresh());
    }, everyMs);
    return () => clearInterval(timer);
  }, [isLive, isRefreshing, router]);
  return (
    <Button size="sm" variant="ghost" aria-pressed={isLive} onClick={() => setIsLive(!isLive)}>
      <span aria-hidden="true" className={isLive ? "text-good" : "text-text-3"}>
        {isLive ? "●" : "○"}
      </span>
      {isLive ? "Live" : "Paused"}
    </Button>
  );
}
