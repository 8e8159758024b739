"use client";

import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { Input } from "#ui/input";
import { mailSignInAction } from "./actions.ts";

const schema = () => import("#schema/identity").then((room) => room.MailLinkInput);

/** Asks for a link by mail to sign in with; the page that follows says that it is on its way. */
export function MailForm({ next }: { next: string }) {
  const form = useActionForm({
    action: mailSignInAction,
    schema,
    values: { email: "" },
    input: (typed) => ({ ...typed, next }),
  });
  return (
    <Form
      form={form}
      actions={
        <SubmitButton form={form} variant="default">
          Send link
        </SubmitButton>
      }
    >
      <FormField form={form} name="email" label="Or get a link by e-mail">
        <Input type="email" />
      </FormField>
    </Form>
  );
}
