"use client";

import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";
import { NonceProvider } from "#ui/nonce.client";
import { Toaster } from "#ui/toaster";
import { ShortcutProvider } from "#ui/shortcuts.client";

/** What every page stands in: theme, shortcuts and toasts. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <ThemeProvider
      attribute="data-theme"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      {...(nonce ? { nonce } : {})}
    >
      <NonceProvider nonce={nonce}>
        <ShortcutProvider>{children}</ShortcutProvider>
        <Toaster />
      </NonceProvider>
    </ThemeProvider>
  );
}
