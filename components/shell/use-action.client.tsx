"use client";

import { useCallback, useState, useTransition } from "react";

type ServerError = { code: string; message: string; requestId: string; details?: unknown };
type Invalid = {
  formErrors?: string[] | undefined;
  fieldErrors?: Record<string, string[] | undefined> | undefined;
};
/** What a studio action answers. */
export type Result<Data> = {
  data?: Data | undefined;
  serverError?: ServerError | undefined;
  validationErrors?: Invalid | undefined;
};

/** Why an action failed; `fields` names what was wrong with which input. */
export type ActionFailure = {
  code: string;
  message: string;
  requestId?: string | undefined;
  details?: unknown;
  fields: Record<string, string>;
};

/** The failure in a safe-action result, or null when it worked. */
export function failureOf(result: Result<unknown> | undefined): ActionFailure | null {
  if (!result)
    return {
      code: "internal",
      message: "The server did not answer. Nothing was changed; try again.",
      fields: {},
    };
  if (result.serverError) return { ...result.serverError, fields: {} };
  if (!result.validationErrors) return null;
  const { formErrors = [], fieldErrors = {} } = result.validationErrors;
  const fields = Object.fromEntries(
    Object.entries(fieldErrors).flatMap(([name, messages]) => (messages?.[0] ? [[name, messages[0]]] : [])),
  );
  return {
    code: "invalid_input",
    message: formErrors[0] ?? Object.values(fields)[0] ?? "Check what you entered.",
    fields,
  };
}

/**
 * Calls a studio action from a component: whether it is under way, why it failed, and a way to run it.
 * A lost connection is a failure like any other, so what was typed stays.
 */
export function useStudioAction<Input, Data>(
  action: (input: Input) => Promise<Result<Data> | undefined>,
  onDone?: (data: Data) => void,
) {
  const [isPending, startTransition] = useTransition();
  const [failure, setFailure] = useState<ActionFailure | null>(null);
  const run = useCallback(
    (input: Input) =>
      startTransition(async () => {
        const result = await action(input).catch(() => undefined);
        const failed = failureOf(result);
        setFailure(failed);
        if (!failed) onDone?.(result?.data as Data);
      }),
    [action, onDone],
  );
  return { run, isPending, failure, clearFailure: () => setFailure(null) };
}
