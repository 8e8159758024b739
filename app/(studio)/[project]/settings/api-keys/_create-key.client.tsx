"use client";

import { useId, useState } from "react";
import { useStudioAction } from "#components/shell/use-action.client";
import { apiScopes } from "#constants/identity";
import type { ApiScope } from "#schema/identity";
import { Button } from "#ui/button";
import { Checkbox } from "#ui/checkbox";
import { CopyButton } from "#ui/copy-button";
import { Dialog, DialogClose, DialogContent, DialogForm, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { createApiKeyAction } from "./actions.ts";

const lives = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "a year" },
  { value: "", label: "never" },
] as const;
const usual: ApiScope[] = ["prompts:read", "generations:write", "feedback:write"];

/** Makes a key and shows it this once. */
export function CreateKey({ project }: { project: string }) {
  const formId = useId();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<ApiScope[]>(usual);
  const [life, setLife] = useState("90");
  const [secret, setSecret] = useState<string | null>(null);
  const { run, isPending, failure } = useStudioAction(createApiKeyAction, (key) => setSecret(key.secret));
  const toggle = (scope: ApiScope, isOn: boolean) =>
    setScopes((all) => (isOn ? [...all, scope] : all.filter((one) => one !== scope)));
  return (
    <Dialog
      onOpenChange={(isOpen) => {
        if (isOpen) setSecret(null);
      }}
    >
      <DialogTrigger asChild>
        <Button variant="primary">New API key</Button>
      </DialogTrigger>
      <DialogContent
        title={secret ? "Copy the key now" : "New API key"}
        description={
          secret
            ? "It is stored as a hash and cannot be shown again."
            : "One per program, with no more scopes than it needs."
        }
        footer={
          secret ? (
            <DialogClose asChild>
              <Button variant="primary">I have copied it</Button>
            </DialogClose>
          ) : (
            <Button variant="primary" type="submit" form={formId} pending={isPending}>
              Make key
            </Button>
          )
        }
      >
        {secret ? (
          <div className="flex items-center gap-2">
            <code className="min-w-0 flex-1 font-mono text-sm break-all">{secret}</code>
            <CopyButton text={secret} label="Copy key" labelled />
          </div>
        ) : (
          <DialogForm
            id={formId}
            onSubmit={() => run({ project, name, scopes, lifeDays: life === "" ? null : Number(life) })}
          >
            <Field label="Name of the program" error={failure?.fields["name"]} required>
              <Input
                value={name}
                onChange={(event) => setName(event.target.value)}
                placeholder="support backend"
              />
            </Field>
            <Field
              label="Ends after"
              hint="Whoever makes the key answers for it; it also ends when they leave."
            >
              <NativeSelect value={life} onChange={(event) => setLife(event.target.value)}>
                {lives.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </NativeSelect>
            </Field>
            <fieldset className="flex flex-col gap-1.5">
              <legend className="mb-1 text-sm font-medium text-text-2">Scopes</legend>
              {apiScopes.map((scope) => (
                <Field key={scope} inline label={<code className="font-mono text-sm">{scope}</code>}>
                  <Checkbox
                    checked={scopes.includes(scope)}
                    onCheckedChange={(state) => toggle(scope, state === true)}
                  />
                </Field>
              ))}
            </fieldset>
            {failure && !failure.fields["name"] ? (
              <p role="alert" className="text-sm text-bad">
                ✕ {failure.message}
              </p>
            ) : null}
          </DialogForm>
        )}
      </DialogContent>
    </Dialog>
  );
}
