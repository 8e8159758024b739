"use client";

import { useState, useTransition } from "react";
import { toastError } from "#ui/toaster";

type Failure = { code: string; message: string; details?: unknown; requestId: string };
type Invalid = { formErrors: string[]; fieldErrors: Record<string, string[] | undefined> };
type Outcome<Data> = {
  data?: Data | undefined;
  serverError?: Failure | undefined;
  validationErrors?: Invalid | undefined;
};
/** A server action, as this hook needs it. */
export type Verb<Input, Data> = (input: Input) => Promise<Outcome<Data>>;

/**
 * Calls a server action and says what went wrong: as a toast and as `problem`, for a form that shows it in place.
 * What was typed stays, because nothing is reset here.
 */
export function useVerb<Input, Data>(verb: Verb<Input, Data>, onDone?: (data: Data) => void) {
  const [pending, startTransition] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const run = (input: Input) =>
    startTransition(async () => {
      const outcome = await verb(input).catch((error: unknown): Outcome<Data> => ({
        serverError: {
          code: "unavailable",
          message:
            `The studio did not answer. Check the connection and try again. ${error instanceof Error ? error.message : ""}`.trim(),
          requestId: "",
        },
      }));
      const failure = outcome.serverError?.message ?? firstOf(outcome.validationErrors);
      setProblem(failure ?? null);
      if (failure !== undefined) toastError(failure, outcome.serverError?.requestId || undefined);
      else if (outcome.data !== undefined) onDone?.(outcome.data);
    });
  return { run, pending, problem };
}

function firstOf(invalid: Invalid | undefined): string | undefined {
  if (!invalid) return undefined;
  return (
    invalid.formErrors[0] ??
    Object.values(invalid.fieldErrors).flatMap((messages) => messages ?? [])[0] ??
    "The input is not valid."
  );
}
