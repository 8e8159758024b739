"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Shows the page again every two seconds while something on it moves and the tab is looked at. */
export function RefreshWhile({ isActive }: { isActive: boolean }) {
  const router = useRouter();
  // Synchronises with the clock and the tab's visibility, both outside React.
  useEffect(() => {
    if (!isActive) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, 2_000);
    return () => clearInterval(timer);
  }, [isActive, router]);
  return null;
}
