"use client";

import { useState } from "react";
import type { StudioAction } from "#components/form/failure";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { formatCount } from "#platform/format";
import type { SecondFactorInput } from "#schema/identity";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { CopyButton } from "#ui/copy-button";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { confirmSecondFactorAction, startSecondFactorAction, turnOffSecondFactorAction } from "../actions.ts";

const schema = () => import("#schema/identity").then((room) => room.SecondFactorInput);

type SecondFactorProps = { project: string; since: string | null; recoveryCodesLeft: number };

/** Two-factor sign-in by an authenticator app: on with a code that proves it, off with one too. */
export function SecondFactor({ project, since, recoveryCodesLeft }: SecondFactorProps) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <Card>
      <CardHeader
        title={
          <span className="flex items-center gap-2">
            Two-factor sign-in
            {since ? (
              <Chip tone="good" sign>
                on
              </Chip>
            ) : (
              <Chip>off</Chip>
            )}
          </span>
        }
      />
      <CardBody>
        {codes ? (
          <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />
        ) : since ? (
          <TurnOff project={project} recoveryCodesLeft={recoveryCodesLeft} />
        ) : (
          <TurnOn project={project} onCodes={setCodes} />
        )}
      </CardBody>
    </Card>
  );
}

function TurnOn({ project, onCodes }: { project: string; onCodes: (codes: readonly string[]) => void }) {
  const [begun, setBegun] = useState<{ secret: string; qrSvg: string } | null>(null);
  const start = useStudioAction(startSecondFactorAction, setBegun);
  if (!begun)
    return (
      <div className="flex flex-col items-start gap-3">
        <p className="text-text-2">
          With it, the password alone opens nothing: signing in also asks for six digits from an authenticator
          app on your phone.
        </p>
        <Button pending={start.isPending} onClick={() => start.run({ project })}>
          Set up
        </Button>
      </div>
    );
  return (
    <div className="flex flex-wrap gap-5">
      {/* oxlint-disable-next-line nextjs/no-img-element -- a drawing made just now has no address to optimise */}
      <img
        alt="QR code for your authenticator app"
        className="size-44 rounded-md bg-white p-2"
        src={`data:image/svg+xml;utf8,${encodeURIComponent(begun.qrSvg)}`}
      />
      <div className="flex max-w-96 min-w-0 flex-col gap-3">
        <p>Scan it with your authenticator app, or type this key there:</p>
        <div className="flex items-center gap-2">
          <code className="min-w-0 font-mono text-sm break-all">{begun.secret}</code>
          <CopyButton text={begun.secret} label="Copy key" />
        </div>
        <CodeForm
          label="The code it shows"
          button="Turn on"
          project={project}
          action={confirmSecondFactorAction}
          onDone={({ recoveryCodes }) => onCodes(recoveryCodes)}
        />
      </div>
    </div>
  );
}

function TurnOff({ project, recoveryCodesLeft }: { project: string; recoveryCodesLeft: number }) {
  return (
    <div className="flex flex-col gap-3">
      <p className={recoveryCodesLeft < 3 ? "text-warn" : "text-text-2"}>
        {formatCount(recoveryCodesLeft, "recovery code")} left
        {recoveryCodesLeft < 3 ? ". Turn it off and on again for new ones." : "."}
      </p>
      <CodeForm
        label="A code, to turn it off"
        button="Turn off"
        project={project}
        action={turnOffSecondFactorAction}
        onDone={() => toastDone("Two-factor sign-in is off")}
      />
    </div>
  );
}

type CodeFormProps<Data> = {
  label: string;
  button: string;
  project: string;
  action: StudioAction<SecondFactorInput, Data>;
  onDone: (data: Data) => void;
};

function CodeForm<Data>({ label, button, project, action, onDone }: CodeFormProps<Data>) {
  const form = useActionForm({
    action,
    schema,
    values: { code: "" },
    input: (values) => ({ project, ...values }),
    onDone,
  });
  return (
    <Form
      form={form}
      className="max-w-80"
      actions={
        <div>
          <SubmitButton form={form} variant="default">
            {button}
          </SubmitButton>
        </div>
      }
    >
      <FormField form={form} name="code" label={label}>
        <Input inputMode="numeric" autoComplete="one-time-code" />
      </FormField>
    </Form>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className="flex flex-col items-start gap-3">
      <p>
        Two-factor sign-in is on. Keep these codes where you keep what must not be lost: each signs you in
        once when the phone is gone, and they are not shown again.
      </p>
      <ul className="grid grid-cols-2 gap-x-5 gap-y-1 font-mono text-sm max-sm:grid-cols-1">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex gap-2">
        <CopyButton text={codes.join("\n")} label="Copy codes" labelled />
        <Button variant="primary" onClick={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}
