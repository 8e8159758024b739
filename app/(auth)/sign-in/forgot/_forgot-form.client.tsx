"use client";

import { useActionState } from "react";
import { Button } from "#ui/button";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { forgotPasswordAction } from "./actions.ts";

/** Asks for a link by mail; the answer is the same whether or not anybody has the address. */
export function ForgotForm() {
  const [isSent, submit, isPending] = useActionState(forgotPasswordAction, false);
  if (isSent)
    return (
      <p role="status">If somebody here has that address, a link is on its way. It works once, for a day.</p>
    );
  return (
    <form action={submit} className="flex flex-col gap-3">
      <Field label="E-mail address">
        <Input name="email" type="email" autoComplete="username" required />
      </Field>
      <Button type="submit" variant="primary" pending={isPending}>
        Send link
      </Button>
    </form>
  );
}
