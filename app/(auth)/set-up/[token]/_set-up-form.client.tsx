"use client";

import { useActionState } from "react";
import { Button } from "#ui/button";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { setUpAction } from "./actions.ts";

/** The owner's account with organisation and first project; all but the password stays after a failure. */
export function SetUpForm({ token }: { token: string }) {
  const [state, submit, isPending] = useActionState(setUpAction, null);
  const kept = state?.typed;
  return (
    <form action={submit} className="flex flex-col gap-3">
      <input type="hidden" name="token" value={token} />
      <Field label="Your name">
        <Input name="name" autoComplete="name" required defaultValue={kept?.name} key={kept?.name} />
      </Field>
      <Field label="E-mail address">
        <Input
          name="email"
          type="email"
          autoComplete="username"
          required
          defaultValue={kept?.email}
          key={kept?.email}
        />
      </Field>
      <Field label="A password" hint="At least 10 characters." error={state?.message}>
        <Input name="password" type="password" autoComplete="new-password" minLength={10} required />
      </Field>
      <Field label="Organisation">
        <Input
          name="organisation"
          autoComplete="organization"
          required
          defaultValue={kept?.organisation}
          key={kept?.organisation}
        />
      </Field>
      <Field label="First project" hint="What the prompts are about, for example Customer support.">
        <Input name="project" required defaultValue={kept?.project} key={kept?.project} />
      </Field>
      <Button type="submit" variant="primary" pending={isPending}>
        Make account
      </Button>
    </form>
  );
}
