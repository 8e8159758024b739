import { keyedHash, randomToken } from "#platform/crypto";

/** The cookie that says a browser has signed in as somebody before; it opens nothing. */
export const deviceCookie = "valueloop.device";
export const deviceSeconds = 400 * 24 * 60 * 60;

/**
 * What the cookie holds for whoever just signed in with this address: a mark of the browser, under the installation's key.
 * Tries from such a browser are counted apart (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"), so that
 * nobody who guesses elsewhere can lock the owner out.
 */
export function makeDevice(email: string): string {
  const mark = randomToken(16);
  return `${mark}.${proofOf(email, mark)}`;
}

/** The browser's mark, or null for one that has not signed in with this address. */
export function deviceOf(email: string, cookie: string | undefined): string | null {
  const [mark, proof] = cookie?.split(".") ?? [];
  return mark && proof === proofOf(email, mark) ? mark : null;
}

const proofOf = (email: string, mark: string) => keyedHash("device", `${email.trim().toLowerCase()} ${mark}`);
