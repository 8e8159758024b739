"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { paths } from "#platform/paths";
import { connectionPresets } from "#constants/models";
import type { ConnectionPreset, OptionField } from "#schema/models";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { OptionSelect } from "#ui/select";
import { Textarea } from "#ui/textarea";
import { createConnectionAction } from "../actions.ts";
import { OptionFields } from "./option-fields.client.tsx";

type Typed = { name: string; baseUrl: string; apiKey: string; gridZone: string; models: string };
type Options = Partial<Record<OptionField["name"], string>>;

const firstPreset = connectionPresets[0];

/** Adds a connection: the provider fills address and models, the person brings the key. Opens it when it is made. */
export function AddConnection({ project, startsOpen }: { project: string; startsOpen: boolean }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(startsOpen);
  const [preset, setPreset] = useState<ConnectionPreset | undefined>(firstPreset);
  const [typed, setTyped] = useState<Typed>(startOf(firstPreset));
  const [options, setOptions] = useState<Options>({});
  const { run, isPending, failure } = useStudioAction(
    createConnectionAction,
    (connection: { id: string }) => {
      setOpen(false);
      router.push(paths.connection(project, connection.id));
    },
  );
  const isRemote = preset?.kind !== "simulated";
  const set = (field: keyof Typed) => (event: { target: { value: string } }) =>
    setTyped((all) => ({ ...all, [field]: event.target.value }));
  const choose = (id: string) => {
    const chosen = connectionPresets.find((candidate) => candidate.id === id);
    setPreset(chosen);
    // What the person typed into the key field belongs to the provider chosen before.
    setTyped(startOf(chosen));
    setOptions({});
  };
  const submit = () => {
    if (preset) run({ project, ...inputOf(preset, typed, options) });
  };
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">Add connection</Button>
      </DialogTrigger>
      <DialogContent
        title="Add connection"
        description={preset?.hint}
        footer={
          <Button variant="primary" pending={isPending} onClick={submit}>
            Add and try it
          </Button>
        }
      >
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field label="Provider">
            <OptionSelect
              options={connectionPresets.map(({ id, name }) => ({ value: id, label: name }))}
              value={preset?.id}
              onValueChange={choose}
            />
          </Field>
          <Field
            label="Name"
            hint="How it is called in this project."
            error={failure?.fields["name"]}
            required
          >
            <Input value={typed.name} onChange={set("name")} />
          </Field>
          {preset && isRemote ? (
            <RemoteFields
              preset={preset}
              typed={typed}
              errors={failure?.fields ?? {}}
              set={set}
              options={options}
              onOptions={setOptions}
            />
          ) : null}
          <Field
            label="Models"
            hint="One a line, spelled as the provider spells them. Prices and sizes are filled in where they are known."
            error={failure?.fields["models"]}
          >
            <Textarea rows={3} className="font-mono text-sm" value={typed.models} onChange={set("models")} />
          </Field>
          {isRemote ? (
            <Field
              label="Electricity grid"
              hint="Three letters of the country whose grid the servers draw from, for the carbon estimate. Empty takes the world's."
              error={failure?.fields["gridZone"]}
            >
              <Input
                className="w-24"
                maxLength={3}
                value={typed.gridZone}
                onChange={set("gridZone")}
                placeholder="USA"
              />
            </Field>
          ) : null}
          {failure && Object.keys(failure.fields).length === 0 ? (
            <InlineError>{failure.message}</InlineError>
          ) : null}
          <button type="submit" className="hidden" aria-hidden="true" tabIndex={-1} />
        </form>
      </DialogContent>
    </Dialog>
  );
}

type RemoteFieldsProps = {
  preset: ConnectionPreset;
  typed: Typed;
  errors: Record<string, string | undefined>;
  set: (field: keyof Typed) => (event: { target: { value: string } }) => void;
  options: Options;
  onOptions: (options: Options) => void;
};

/** Where a provider is reached, and by which secret. */
function RemoteFields({ preset, typed, errors, set, options, onOptions }: RemoteFieldsProps) {
  return (
    <>
      <Field
        label="Address"
        error={errors["baseUrl"]}
        required={preset.kind === "openai_compatible" || preset.kind === "azure"}
      >
        <Input
          type="url"
          value={typed.baseUrl}
          onChange={set("baseUrl")}
          placeholder="https://models.example.com/v1"
        />
      </Field>
      <OptionFields fields={preset.options ?? []} values={options} onChange={onOptions} />
      <Field
        label={preset.keyLabel ?? "API key"}
        hint={preset.needsKey ? undefined : "Only if the server asks for one."}
        error={errors["apiKey"]}
        required={preset.needsKey}
      >
        <Input type="password" autoComplete="off" value={typed.apiKey} onChange={set("apiKey")} />
      </Field>
    </>
  );
}

function inputOf(preset: ConnectionPreset, typed: Typed, options: Options) {
  const models = typed.models
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const { name, baseUrl, apiKey, gridZone } = typed;
  const common = { name, kind: preset.kind, preset: preset.id, models };
  if (preset.kind === "simulated") return common;
  return {
    ...common,
    ...(baseUrl ? { baseUrl } : {}),
    ...(apiKey ? { apiKey } : {}),
    ...(preset.options ? { options } : {}),
    ...(gridZone ? { gridZone } : {}),
  };
}

function startOf(preset: ConnectionPreset | undefined): Typed {
  const { name = "", baseUrl = "", gridZone = null, models = [], id = "custom" } = preset ?? {};
  return {
    name: id === "custom" ? "" : name,
    baseUrl,
    apiKey: "",
    gridZone: gridZone ?? "",
    models: models.join("\n"),
  };
}
