"use client";

import { TopBar } from "#components/shell/page-header";
import { ErrorState } from "#states/error-state";
import { Button } from "#ui/button";

type ErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** What a page shows when it could not be read. The frame around it goes on working. */
export default function ProjectError({ error, reset }: ErrorProps) {
  return (
    <>
      <TopBar crumbs={[{ label: "Something failed" }]} />
      <ErrorState
        title="This page could not be read"
        {...(error.digest ? { requestId: error.digest } : {})}
        action={<Button onClick={reset}>Try again</Button>}
      />
    </>
  );
}
