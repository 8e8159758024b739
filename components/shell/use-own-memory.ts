import { useEffect } from "react";

/** Whose memory this page load is: drafts, variables and scratch prompts live on in it while one moves about. */
let holder: string | null = null;

/**
 * False for another person than the one whose memory this page holds; the page is then loaded again, and begins empty. It
 * happens where a session ends by itself and somebody else signs in, for no page is loaded on the way.
 */
export function useOwnMemory(userId: string): boolean {
  const isOwn = holder === null || holder === userId;
  // Which page load this is, and loading it again, are the browser's.
  useEffect(() => {
    if (isOwn) holder = userId;
    else window.location.reload();
  }, [isOwn, userId]);
  return isOwn;
}
