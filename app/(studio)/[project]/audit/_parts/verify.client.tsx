"use client";

import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import type { AuditVerification } from "#schema/governance";
import { Button } from "#ui/button";
import { verifyAuditAction } from "../actions.ts";

/** Recomputes the chain and says in a sentence whether it holds; a broken one names its first bad row. */
export function VerifyChain({ project, chain }: { project: string; chain: "project" | "organisation" }) {
  const [result, setResult] = useState<AuditVerification | null>(null);
  const { run, isPending, failure } = useStudioAction(verifyAuditAction, setResult, { isQuiet: true });
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button variant="primary" pending={isPending} onClick={() => run({ project, chain })}>
        <ShieldCheck aria-hidden="true" />
        {isPending ? "Verifying…" : "Verify"}
      </Button>
      <p
        role="status"
        className={result ? (result.isIntact ? "text-good" : "font-medium text-bad") : "text-text-2"}
      >
        {failure
          ? failure.message
          : result
            ? `${result.isIntact ? "✓" : "✕"} ${result.sentence}`
            : "Verifying recomputes every hash and signed checkpoint, and compares labels, decisions and promotions with the events."}
      </p>
      {result?.checkpoint ? (
        <code className="font-mono text-sm break-all text-text-3" title={result.checkpoint.root}>
          root {result.checkpoint.root.slice(0, 16)}…
        </code>
      ) : null}
    </div>
  );
}
