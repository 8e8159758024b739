import { useCallback, useEffect, useState } from "react";

const quietAfterMs = 5_000;

/** Calls back once the page has been loaded for a while and the browser has nothing better to do; returns what cancels it. */
function whenQuiet(callback: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const start = () => {
    timer = setTimeout(() => {
      if ("requestIdleCallback" in window) requestIdleCallback(callback);
      else callback();
    }, quietAfterMs);
  };
  if (document.readyState === "complete") start();
  else window.addEventListener("load", start);
  return () => {
    window.removeEventListener("load", start);
    clearTimeout(timer);
  };
}

/**
 * A part that a page does not need at first. Its code comes when somebody reaches for it, or by itself once the page
 * has stood for a while, so that it is there by the time it is wanted. `load` must be the same function every time.
 */
export function useLazy<Part>(load: () => Promise<Part>): { part: Part | null; reach: () => void } {
  const [loaded, setLoaded] = useState<{ part: Part } | null>(null);
  const reach = useCallback(() => {
    load().then(
      (part) => setLoaded((before) => before ?? { part }),
      // Without a network now; the next reach tries again.
      () => {},
    );
  }, [load]);
  // Waits for the browser to have nothing better to do.
  useEffect(() => whenQuiet(reach), [reach]);
  return { part: loaded?.part ?? null, reach };
}
