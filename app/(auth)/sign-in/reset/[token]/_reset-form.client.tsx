"use client";

import { useActionState } from "react";
import { Button } from "#ui/button";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { resetPasswordAction } from "./actions.ts";

/** The new password; `email` lets a password manager know whose it is. */
export function ResetForm({ token, email }: { token: string; email: string }) {
  const [state, submit, isPending] = useActionState(resetPasswordAction, null);
  return (
    <form action={submit} className="flex flex-col gap-3">
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="email" value={email} autoComplete="username" />
      <Field label="New password" hint="At least 10 characters." error={state?.message}>
        <Input name="password" type="password" autoComplete="new-password" minLength={10} required />
      </Field>
      <Button type="submit" variant="primary" pending={isPending}>
        Set password
      </Button>
    </form>
  );
}
