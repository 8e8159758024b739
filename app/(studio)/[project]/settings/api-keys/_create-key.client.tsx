"use client";

import { useState } from "react";
import { FormChecks, FormField } from "#components/form/form.client";
import { ShownOnceDialog } from "#components/form/shown-once-dialog.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { apiScopes } from "#constants/identity";
import type { ApiScope } from "#schema/identity";
import { Button } from "#ui/button";
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
  const [secret, setSecret] = useState<string | null>(null);
  const form = useActionForm({
    action: createApiKeyAction,
    schema,
    values: { name: "", scopes: usual, lifeDays: "90", timeoutMs: "" },
    input: ({ name, scopes, lifeDays, timeoutMs }) => ({
      project,
      name,
      scopes,
      lifeDays: lifeDays === "" ? null : Number(lifeDays),
      // Typed in seconds.
      timeoutMs: timeoutMs === "" ? null : Math.round(Number(timeoutMs) * 1_000),
    }),
    after: "empty",
    onDone: (key) => setSecret(key.secret),
  });
  return (
    <ShownOnceDialog
      form={form}
      trigger={<Button variant="primary">New API key</Button>}
      title="New API key"
      description="One per program, with no more scopes than it needs."
      submitLabel="Make key"
      shown={
        secret === null
          ? null
          : {
              text: secret,
              title: "Copy the key now",
              description: "It is stored as a hash and cannot be shown again.",
              copyLabel: "Copy key",
              doneLabel: "I have copied it",
            }
      }
      onSeen={() => setSecret(null)}
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
      <FormField
        form={form}
        name="timeoutMs"
        label="Longest call"
        hint="In seconds. Left empty, a call takes what it asks for and its route allows."
      >
        <Input inputMode="decimal" placeholder="600" />
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
    </ShownOnceDialog>
  );
}
