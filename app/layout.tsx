import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import "sonner/dist/styles.css";
import "./globals.css";
import { Providers } from "../components/shell/providers.client.tsx";

export const metadata: Metadata = {
  title: { default: "Valueloop", template: "%s · Valueloop" },
  description: "The studio in which teams run AI-generated content as engineering.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
};

/** The document: fonts, theme, toasts. The theme is set on <html> before the first paint. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  );
}
