"use client";

import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { Input } from "#ui/input";
import { acceptInvitationAction } from "./actions.ts";

const schema = () => import("#schema/identity").then((room) => room.AcceptInvitationInput);

/** Name and password of a new person; whoever has an account only joins. What was typed stays after a failure. */
export function AcceptForm({ token, hasAccount }: { token: string; hasAccount: boolean }) {
  const form = useActionForm({
    action: acceptInvitationAction,
    schema,
    values: { person: { name: "", password: "" } },
    input: ({ person }) => ({ token, ...(hasAccount ? {} : { person }) }),
  });
  return (
    <Form form={form} actions={<SubmitButton form={form}>Join</SubmitButton>}>
      {hasAccount ? (
        <p className="text-text-2">
          There is an account with this address. Join, then sign in with it as usual.
        </p>
      ) : (
        <>
          <FormField form={form} name="person.name" label="Your name">
            <Input autoComplete="name" />
          </FormField>
          <FormField form={form} name="person.password" label="A password" hint="At least 10 characters.">
            <Input type="password" autoComplete="new-password" />
          </FormField>
        </>
      )}
    </Form>
  );
}
