"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { type AnyForm, FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { paths } from "#platform/paths";
import { connectionPresets } from "#constants/models";
import type { ConnectionPreset, OptionField } from "#schema/models";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { OptionSelect } from "#ui/select";
import { Textarea } from "#ui/textarea";
import { createConnectionAction } from "../actions.ts";
import { OptionFields } from "./option-fields.client.tsx";

type Typed = {
  preset: string;
  name: string;
  baseUrl: string;
  apiKey: string;
  gridZone: string;
  models: string;
  options: Partial<Record<OptionField["name"], string>>;
};

const firstPreset = connectionPresets[0];
const presetOf = (id: string) => connectionPresets.find((candidate) => candidate.id === id);
const schema = () => import("#schema/models").then((room) => room.CreateConnectionInput);

/** Adds a connection: the provider fills address and models, the person brings the key. Opens it when it is made. */
export function AddConnection({ project, startsOpen }: { project: string; startsOpen: boolean }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(startsOpen);
  const form = useActionForm({
    action: createConnectionAction,
    schema,
    values: startOf(firstPreset),
    input: (typed: Typed) => ({ project, ...inputOf(presetOf(typed.preset), typed) }),
    after: "empty",
    onDone: (connection) => {
      setOpen(false);
      router.push(paths.connection(project, connection.id));
    },
  });
  const preset = presetOf(form.fields.watch("preset"));
  const isRemote = preset?.kind !== "simulated";
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button variant="primary">Add connection</Button>}
      title="Add connection"
      description={preset?.hint}
      submitLabel="Add and try it"
    >
      <FormField
        form={form}
        name="preset"
        as="choice"
        label="Provider"
        // What the person typed into the key field belongs to the provider chosen before.
        onTyped={(id) =>
          form.fields.reset(startOf(presetOf(id)), { keepDefaultValues: true, keepDirtyValues: false })
        }
      >
        <OptionSelect options={connectionPresets.map(({ id, name }) => ({ value: id, label: name }))} />
      </FormField>
      <FormField form={form} name="name" label="Name" hint="How it is called in this project." required>
        <Input />
      </FormField>
      {preset && isRemote ? <RemoteFields form={form} preset={preset} /> : null}
      <FormField
        form={form}
        name="models"
        label="Models"
        hint="One a line, spelled as the provider spells them. Prices and sizes are filled in where they are known."
      >
        <Textarea rows={3} className="font-mono text-sm" />
      </FormField>
      {isRemote ? (
        <FormField
          form={form}
          name="gridZone"
          label="Electricity grid"
          hint="Three letters of the country whose grid the servers draw from, for the carbon estimate. Empty takes the world's."
        >
          <Input className="w-24" maxLength={3} placeholder="USA" />
        </FormField>
      ) : null}
    </FormDialog>
  );
}

/** Where a provider is reached, and by which secret. */
function RemoteFields({ form, preset }: { form: AnyForm<Typed>; preset: ConnectionPreset }) {
  return (
    <>
      <FormField
        form={form}
        name="baseUrl"
        label="Address"
        required={preset.kind === "openai_compatible" || preset.kind === "azure"}
      >
        <Input type="url" placeholder="https://models.example.com/v1" />
      </FormField>
      <OptionFields form={form} fields={preset.options ?? []} />
      <FormField
        form={form}
        name="apiKey"
        label={preset.keyLabel ?? "API key"}
        hint={preset.needsKey ? undefined : "Only if the server asks for one."}
        required={preset.needsKey}
      >
        <Input type="password" autoComplete="off" />
      </FormField>
    </>
  );
}

function inputOf(preset: ConnectionPreset | undefined, typed: Typed) {
  const models = typed.models
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const { name, baseUrl, apiKey, gridZone, options } = typed;
  const { kind = "openai_compatible", id = typed.preset } = preset ?? {};
  const common = { name, kind, preset: id, models };
  if (kind === "simulated") return common;
  return {
    ...common,
    ...(baseUrl ? { baseUrl } : {}),
    ...(apiKey ? { apiKey } : {}),
    ...(preset?.options ? { options } : {}),
    ...(gridZone ? { gridZone } : {}),
  };
}

function startOf(preset: ConnectionPreset | undefined): Typed {
  const { name = "", baseUrl = "", gridZone = null, models = [], id = "custom" } = preset ?? {};
  return {
    preset: id,
    options: {},
    name: id === "custom" ? "" : name,
    baseUrl,
    apiKey: "",
    gridZone: gridZone ?? "",
    models: models.join("\n"),
  };
}
