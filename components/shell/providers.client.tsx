"use client";

import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";
import { NonceProvider } from "#ui/nonce.client";
import { Toaster } from "#ui/toaster";
import { TooltipProvider } from "#ui/tooltip";
import { ShortcutProvider } from "./shortcuts.client.tsx";

/** What every page stands in: theme, tooltips, shortcuts and toasts. */
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
        <TooltipProvider delayDuration={300}>
          <ShortcutProvider>{children}</ShortcutProvider>
        </TooltipProvider>
        <Toaster />
      </NonceProvider>
    </ThemeProvider>
  );
}
