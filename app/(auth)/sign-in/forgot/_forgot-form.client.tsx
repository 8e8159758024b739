"use client";

import { useState } from "react";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { Input } from "#ui/input";
import { forgotPasswordAction } from "./actions.ts";

const schema = () => import("#schema/identity").then((room) => room.MailLinkInput);

/** Asks for a link by mail; the answer is the same whether or not anybody has the address. */
export function ForgotForm() {
  const [isSent, setSent] = useState(false);
  const form = useActionForm({
    action: forgotPasswordAction,
    schema,
    values: { email: "" },
    input: (typed) => typed,
    onDone: () => setSent(true),
  });
  if (isSent)
    return (
      <p role="status">If somebody here has that address, a link is on its way. It works once, for a day.</p>
    );
  return (
    <Form form={form} actions={<SubmitButton form={form}>Send link</SubmitButton>}>
      <FormField form={form} name="email" label="E-mail address">
        <Input type="email" autoComplete="username" />
      </FormField>
    </Form>
  );
}
