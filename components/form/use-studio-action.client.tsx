"use client";

import { useAction } from "next-safe-action/hooks";
import { useCallback } from "react";
import { toastError } from "#ui/toaster";
import { type ActionFailure, failureOf, type StudioResult, unreachable } from "./failure.tsx";

/** How a call went. `isLeaving`: the action sends the browser to another page. */
export type Outcome<Data> =
  | { data: Data; failure: null; isLeaving?: false }
  | { data: null; failure: ActionFailure; isLeaving?: false }
  | { data: null; failure: null; isLeaving: true };

type Call<Input, Data> = (input: Input) => Promise<StudioResult<Data> | undefined>;
type SafeAction<Input, Data> = Parameters<
  typeof useAction<NonNullable<StudioResult<Data>["serverError"]>, InputSchema<Input>, unknown, Data>
>[0];
/** A Standard Schema that stands for the type of an input; no value of it exists. */
type InputSchema<Input> = {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => { value: Input };
    readonly types?: { readonly input: Input; readonly output: Input };
  };
};

type Options = {
  /** No toast when it fails: the caller shows `failure` where it belongs. */
  isQuiet?: boolean;
};

/**
 * The one way to call a studio action outside of a form: whether it is under way, why it failed, and `run`. A failure is
 * said by a toast with its request id; a lost connection is one. `onDone` is called even when what the action changed
 * took the caller off the page. `runAsync` is for a caller that goes on with how it went; it never throws.
 */
export function useStudioAction<Input, Data>(
  action: Call<Input, Data>,
  onDone?: (data: Data) => void,
  { isQuiet = false }: Options = {},
) {
  const call = useCallback(
    async (input: Input) => (await action(input)) ?? { serverError: unreachable },
    [action],
  );
  const { executeAsync, isPending, hasErrored, result, reset } = useAction(asSafeAction(call));
  const runAsync = useCallback(
    async (input: Input): Promise<Outcome<Data>> => {
      const outcome = await executeAsync(input).then(
        (answer) => outcomeOf<Data>(answer),
        (thrown: unknown) => outcomeOfThrown<Data>(thrown),
      );
      if (outcome.failure && !isQuiet) toastError(outcome.failure.message, outcome.failure.requestId);
      if (!outcome.failure && !outcome.isLeaving) onDone?.(outcome.data);
      return outcome;
    },
    [executeAsync, isQuiet, onDone],
  );
  const run = useCallback((input: Input) => void runAsync(input), [runAsync]);
  const failure = hasErrored ? (failureOf(result) ?? unreachable) : null;
  return { run, runAsync, isPending, failure, clearFailure: reset };
}

/** next-safe-action types a result as a union of three shapes; ours is the same values with every part optional. */
function asSafeAction<Input, Data>(action: Call<Input, Data>): SafeAction<Input, Data> {
  return action as SafeAction<Input, Data>;
}

function outcomeOf<Data>(answer: StudioResult<Data> | undefined): Outcome<Data> {
  const failure = failureOf(answer);
  // A verb that answers nothing has no data, and its caller asks for none.
  return failure ? { data: null, failure } : { data: answer?.data as Data, failure: null };
}

function outcomeOfThrown<Data>(thrown: unknown): Outcome<Data> {
  const digest = typeof thrown === "object" && thrown !== null && "digest" in thrown ? thrown.digest : null;
  // Next sends the browser on by itself and tells it by this error.
  const isLeaving = typeof digest === "string" && digest.startsWith("NEXT_REDIRECT");
  return isLeaving ? { data: null, failure: null, isLeaving } : { data: null, failure: unreachable };
}
