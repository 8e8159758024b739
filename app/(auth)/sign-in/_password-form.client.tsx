"use client";

import { useActionState } from "react";
import { Button } from "#ui/button";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { passwordSignIn } from "./actions.ts";

/** Address and password; the address stays after a failure. */
export function PasswordForm({ next, isOnlyWay }: { next: string; isOnlyWay: boolean }) {
  const [state, submit, isPending] = useActionState(passwordSignIn, null);
  return (
    <form action={submit} className="flex flex-col gap-3">
      <input type="hidden" name="next" value={next} />
      <Field label="E-mail address">
        <Input
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={state?.email ?? ""}
          key={state?.email}
        />
      </Field>
      <Field label="Password" error={state?.message}>
        <Input name="password" type="password" autoComplete="current-password" required />
      </Field>
      <Button type="submit" variant={isOnlyWay ? "primary" : "default"} pending={isPending}>
        Sign in
      </Button>
    </form>
  );
}
