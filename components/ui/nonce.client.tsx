"use client";

import { createContext, type ReactNode, use } from "react";

const NonceContext = createContext<string | undefined>(undefined);

/** Hands the page's CSP nonce to the parts that write style elements (select, editor, scroll lock). */
export function NonceProvider({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  // The scroll lock under Radix's dialogs asks this global for the nonce of its style element.
  if (nonce && typeof window !== "undefined") Object.assign(globalThis, { __webpack_nonce__: nonce });
  return <NonceContext value={nonce}>{children}</NonceContext>;
}

/** The page's CSP nonce, if it has one. */
export function useNonce(): string | undefined {
  return use(NonceContext);
}
