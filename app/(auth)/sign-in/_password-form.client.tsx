"use client";

import { useActionState, useState } from "react";
import { Button } from "#ui/button";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { passwordSignIn } from "./actions.ts";

/** Address and password, then the code of whoever has a second factor; what was typed stays after a failure. */
export function PasswordForm({ next, isOnlyWay }: { next: string; isOnlyWay: boolean }) {
  const [state, submit, isPending] = useActionState(passwordSignIn, null);
  // Held here, because React empties a form's own fields once its action has answered.
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const needsCode = state?.needsCode === true;
  const message = state?.message === "" ? undefined : state?.message;
  return (
    <form action={submit} className="flex flex-col gap-3">
      <input type="hidden" name="next" value={next} />
      <Field label="E-mail address">
        <Input
          name="email"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <Field label="Password" error={needsCode ? undefined : message}>
        <Input
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      {needsCode ? (
        <Field
          label="Code"
          hint="Six digits from your authenticator app, or a recovery code."
          error={message}
        >
          <Input name="code" inputMode="numeric" autoComplete="one-time-code" required autoFocus />
        </Field>
      ) : null}
      <Button type="submit" variant={isOnlyWay ? "primary" : "default"} pending={isPending}>
        Sign in
      </Button>
    </form>
  );
}
