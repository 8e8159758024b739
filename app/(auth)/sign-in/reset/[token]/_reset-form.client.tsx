"use client";

import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { Input } from "#ui/input";
import { resetPasswordAction } from "./actions.ts";

const schema = () => import("#schema/identity").then((room) => room.ResetPasswordInput);

/** The new password; `email` lets a password manager know whose it is. */
export function ResetForm({ token, email }: { token: string; email: string }) {
  const form = useActionForm({
    action: resetPasswordAction,
    schema,
    values: { password: "" },
    input: (typed) => ({ token, ...typed }),
  });
  return (
    <Form form={form} actions={<SubmitButton form={form}>Set password</SubmitButton>}>
      <input type="hidden" name="email" value={email} autoComplete="username" />
      <FormField form={form} name="password" label="New password" hint="At least 10 characters.">
        <Input type="password" autoComplete="new-password" />
      </FormField>
    </Form>
  );
}
