"use client";

import { useActionState } from "react";
import { Button } from "#ui/button";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { acceptInvitationAction } from "./actions.ts";

/** Name and password of the new member; the name stays after a failure. */
export function AcceptForm({ token }: { token: string }) {
  const [state, submit, isPending] = useActionState(acceptInvitationAction, null);
  return (
    <form action={submit} className="flex flex-col gap-3">
      <input type="hidden" name="token" value={token} />
      <Field label="Your name">
        <Input name="name" autoComplete="name" required defaultValue={state?.name ?? ""} key={state?.name} />
      </Field>
      <Field
        label="A password"
        hint="At least 10 characters. If you have an account here already, it keeps its own."
        error={state?.message}
      >
        <Input name="password" type="password" autoComplete="new-password" minLength={10} required />
      </Field>
      <Button type="submit" variant="primary" pending={isPending}>
        Join
      </Button>
    </form>
  );
}
