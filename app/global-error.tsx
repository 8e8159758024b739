"use client";

import "./globals.css";
import { ErrorState } from "#states/error-state";
import { Button } from "#ui/button";

type ErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** The last resort, when even the frame failed: it brings its own document. */
export default function GlobalError({ error, reset }: ErrorProps) {
  return (
    <html lang="en">
      <body>
        <main className="grid min-h-dvh place-items-center">
          <ErrorState
            title="The studio could not be shown"
            {...(error.digest ? { requestId: error.digest } : {})}
            action={<Button onClick={reset}>Try again</Button>}
          />
        </main>
      </body>
    </html>
  );
}
