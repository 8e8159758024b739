"use client";

import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { formatCount } from "#platform/format";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { changePasswordAction } from "../actions.ts";

const schema = () => import("#schema/identity").then((room) => room.ChangePasswordInput);

/** Another password, proved by the present one; a failure keeps what was typed. */
export function ChangePassword({ project, hasPassword }: { project: string; hasPassword: boolean }) {
  const form = useActionForm({
    action: changePasswordAction,
    schema,
    values: { current: "", password: "" },
    input: (values) => ({ project, ...values }),
    after: "empty",
    onDone: ({ endedSessions }) =>
      toastDone(
        "Password changed",
        endedSessions > 0 ? `Signed out in ${formatCount(endedSessions, "other place")}.` : undefined,
      ),
  });
  if (!hasPassword)
    return (
      <Card>
        <CardHeader title="Password" />
        <CardBody>
          <p className="text-text-2">
            You sign in without one. To have a password here too, use “Forgot the password?” on the sign-in
            page or ask an owner for a link.
          </p>
        </CardBody>
      </Card>
    );
  return (
    <Card>
      <CardHeader title="Password" note="changing it signs you out everywhere else" />
      <CardBody>
        <Form
          form={form}
          className="max-w-80"
          actions={
            <div>
              <SubmitButton form={form} variant="default">
                Change password
              </SubmitButton>
            </div>
          }
        >
          <FormField form={form} name="current" label="Present password">
            <Input type="password" autoComplete="current-password" />
          </FormField>
          <FormField form={form} name="password" label="New password" hint="At least 10 characters.">
            <Input type="password" autoComplete="new-password" />
          </FormField>
        </Form>
      </CardBody>
    </Card>
  );
}
