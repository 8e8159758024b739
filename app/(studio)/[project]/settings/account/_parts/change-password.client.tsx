"use client";

import { useState } from "react";
import { useStudioAction } from "#components/shell/use-action.client";
import { formatCount } from "#platform/format";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { changePasswordAction } from "../actions.ts";

/** Another password, proved by the present one; a failure keeps what was typed. */
export function ChangePassword({ project, hasPassword }: { project: string; hasPassword: boolean }) {
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const { run, isPending, failure } = useStudioAction(changePasswordAction, ({ endedSessions }) => {
    setCurrent("");
    setPassword("");
    toastDone(
      "Password changed",
      endedSessions > 0 ? `Signed out in ${formatCount(endedSessions, "other place")}.` : undefined,
    );
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
  const isCurrentWrong = isAboutCurrent(failure?.details);
  return (
    <Card>
      <CardHeader title="Password" note="changing it signs you out everywhere else" />
      <CardBody>
        <form
          className="flex max-w-80 flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            run({ project, current, password });
          }}
        >
          <Field
            label="Present password"
            error={isCurrentWrong ? failure?.message : failure?.fields["current"]}
          >
            <Input
              type="password"
              autoComplete="current-password"
              required
              value={current}
              onChange={(event) => setCurrent(event.target.value)}
            />
          </Field>
          <Field
            label="New password"
            hint="At least 10 characters."
            error={isCurrentWrong || failure?.fields["current"] ? undefined : failure?.message}
          >
            <Input
              type="password"
              autoComplete="new-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </Field>
          <div>
            <Button type="submit" pending={isPending}>
              Change password
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}

function isAboutCurrent(details: unknown): boolean {
  return typeof details === "object" && details !== null && "field" in details && details.field === "current";
}
