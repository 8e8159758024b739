"use client";

import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { Input } from "#ui/input";
import { setUpAction } from "./actions.ts";

const schema = () => import("#schema/identity").then((room) => room.CreateFirstOwnerInput);

/** The owner's account with organisation and first project; what was typed stays after a failure. */
export function SetUpForm({ token }: { token: string }) {
  const form = useActionForm({
    action: setUpAction,
    schema,
    values: { name: "", email: "", password: "", organisation: "", project: "" },
    input: (typed) => ({ token, ...typed }),
  });
  return (
    <Form form={form} actions={<SubmitButton form={form}>Make account</SubmitButton>}>
      <FormField form={form} name="name" label="Your name">
        <Input autoComplete="name" />
      </FormField>
      <FormField form={form} name="email" label="E-mail address">
        <Input type="email" autoComplete="username" />
      </FormField>
      <FormField form={form} name="password" label="A password" hint="At least 10 characters.">
        <Input type="password" autoComplete="new-password" />
      </FormField>
      <FormField form={form} name="organisation" label="Organisation">
        <Input autoComplete="organization" />
      </FormField>
      <FormField
        form={form}
        name="project"
        label="First project"
        hint="What the prompts are about, for example Customer support."
      >
        <Input />
      </FormField>
    </Form>
  );
}
