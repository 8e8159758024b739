import type { ReactNode } from "react";
import { Brand } from "#components/shell/brand";

/** The quiet frame of the pages before a session. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center p-5">
      <div className="flex w-full max-w-90 flex-col gap-4">
        <Brand className="px-1" />
        {children}
      </div>
    </main>
  );
}
