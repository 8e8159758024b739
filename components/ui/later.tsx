import { useCallback, useEffect, useState } from "react";

const quietAfterMs = 3_000;

/**
 * A part that a page does not need at first. Its code comes when somebody reaches for it, or by itself once the page
 * has stood for a while, so that it is there by the time it is wanted. `load` must be the same function every time.
 */
export function useLater<Part>(load: () => Promise<Part>): { part: Part | null; reach: () => void } {
  const [loaded, setLoaded] = useState<{ part: Part } | null>(null);
  const reach = useCallback(() => {
    load().then(
      (part) => setLoaded((before) => before ?? { part }),
      // Without a network now; the next reach tries again.
      () => {},
    );
  }, [load]);
  // Waits for the browser to have nothing better to do.
  useEffect(() => {
    const timer = setTimeout(() => {
      if ("requestIdleCallback" in window) requestIdleCallback(reach);
      else reach();
    }, quietAfterMs);
    return () => clearTimeout(timer);
  }, [reach]);
  return { part: loaded?.part ?? null, reach };
}
