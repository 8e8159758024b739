"use client";

import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormChecks, FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { apiScopes } from "#constants/identity";
import type { ApiScope } from "#schema/identity";
import { Button } from "#ui/button";
import { CopyButton } from "#ui/copy-button";
import { DialogClose } from "#ui/dialog";
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
const schema = () => import("#schema/identity").then((room) => room.CreateApiKeyInput);

/** Makes a key and shows it this once. */
export function CreateKey({ project }: { project: string }) {
  const [isOpen, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const form = useActionForm({
    action: createApiKeyAction,
    schema,
    values: { name: "", scopes: usual, lifeDays: "90" },
    input: ({ name, scopes, lifeDays }) => ({
      project,
      name,
      scopes,
      lifeDays: lifeDays === "" ? null : Number(lifeDays),
    }),
    after: "empty",
    onDone: (key) => setSecret(key.secret),
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={(isNowOpen) => {
        setOpen(isNowOpen);
        if (isNowOpen) setSecret(null);
      }}
      trigger={<Button variant="primary">New API key</Button>}
      title={secret ? "Copy the key now" : "New API key"}
      description={
        secret
          ? "It is stored as a hash and cannot be shown again."
          : "One per program, with no more scopes than it needs."
      }
      submitLabel="Make key"
      result={
        secret
          ? {
              content: (
                <div className="flex items-center gap-2">
                  <code className="min-w-0 flex-1 font-mono text-sm break-all">{secret}</code>
                  <CopyButton text={secret} label="Copy key" labelled />
                </div>
              ),
              footer: (
                <DialogClose asChild>
                  <Button variant="primary">I have copied it</Button>
                </DialogClose>
              ),
            }
          : null
      }
    >
      <FormField form={form} name="name" label="Name of the program" required>
        <Input placeholder="support backend" />
      </FormField>
      <FormField
        form={form}
        name="lifeDays"
        label="Ends after"
        hint="Whoever makes the key answers for it; it also ends when they leave."
      >
        <NativeSelect>
          {lives.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </NativeSelect>
      </FormField>
      <FormChecks
        form={form}
        name="scopes"
        legend="Scopes"
        options={apiScopes.map((value) => ({
          value,
          label: <code className="font-mono text-sm">{value}</code>,
        }))}
      />
    </FormDialog>
  );
}
