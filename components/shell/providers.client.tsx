"use client";

import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { NonceProvider } from "#ui/nonce.client";
import { Toaster } from "#ui/toaster";
import { TooltipProvider } from "#ui/tooltip";
import { ShortcutProvider } from "./shortcuts.client.tsx";

/** What every page stands in: theme, URL state, tooltips, shortcuts and toasts. */
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
        <NuqsAdapter>
          <TooltipProvider delayDuration={300}>
            <ShortcutProvider>{children}</ShortcutProvider>
          </TooltipProvider>
        </NuqsAdapter>
        <Toaster />
      </NonceProvider>
    </ThemeProvider>
  );
}
