"use client";

import { useActionState } from "react";
import { Button } from "#ui/button";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { type AcceptState, acceptInvitationAction } from "./actions.ts";

/** Name and password of a new person; whoever has an account only joins. The name stays after a failure. */
export function AcceptForm({ token, hasAccount }: { token: string; hasAccount: boolean }) {
  const [state, submit, isPending] = useActionState(acceptInvitationAction, null);
  return (
    <form action={submit} className="flex flex-col gap-3">
      <input type="hidden" name="token" value={token} />
      {hasAccount ? (
        <p className="text-text-2">
          There is an account with this address. Join, then sign in with it as usual.
          {state ? ` ✕ ${state.message}` : ""}
        </p>
      ) : (
        <NewPerson state={state} />
      )}
      <Button type="submit" variant="primary" pending={isPending}>
        Join
      </Button>
    </form>
  );
}

function NewPerson({ state }: { state: AcceptState }) {
  return (
    <>
      <Field label="Your name">
        <Input name="name" autoComplete="name" required defaultValue={state?.name ?? ""} key={state?.name} />
      </Field>
      <Field label="A password" hint="At least 10 characters." error={state?.message}>
        <Input name="password" type="password" autoComplete="new-password" minLength={10} required />
      </Field>
    </>
  );
}
