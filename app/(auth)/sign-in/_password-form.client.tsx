"use client";

import { useState } from "react";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { Input } from "#ui/input";
import { passwordSignInAction } from "./actions.ts";

const schema = () => import("#schema/identity").then((room) => room.SignInInput);

/** Address and password, then the code of whoever has a second factor; what was typed stays after a failure. */
export function PasswordForm({ next, isOnlyWay }: { next: string; isOnlyWay: boolean }) {
  const [needsCode, setNeedsCode] = useState(false);
  const form = useActionForm({
    action: passwordSignInAction,
    schema,
    values: { email: "", password: "", code: "" },
    input: (typed) => ({ ...typed, next }),
    onDone: (answer) => setNeedsCode(answer.needsCode),
  });
  return (
    <Form
      form={form}
      actions={
        <SubmitButton form={form} variant={isOnlyWay ? "primary" : "default"}>
          Sign in
        </SubmitButton>
      }
    >
      <FormField form={form} name="email" label="E-mail address">
        <Input type="email" autoComplete="username" />
      </FormField>
      <FormField form={form} name="password" label="Password">
        <Input type="password" autoComplete="current-password" />
      </FormField>
      {needsCode ? (
        <FormField
          form={form}
          name="code"
          label="Code"
          hint="Six digits from your authenticator app, or a recovery code."
        >
          <Input inputMode="numeric" autoComplete="one-time-code" autoFocus />
        </FormField>
      ) : null}
    </Form>
  );
}
