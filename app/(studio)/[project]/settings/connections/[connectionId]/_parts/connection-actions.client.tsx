"use client";

import { useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { connectionPresets } from "#constants/models";
import type { Connection } from "#schema/models";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { toastDone, toastError, toastUndo } from "#ui/toaster";
import { OptionFields } from "../../_parts/option-fields.client.tsx";
import { archiveConnectionAction, restoreConnectionAction, updateConnectionAction } from "../../actions.ts";

type Editable = Pick<
  Connection,
  "id" | "name" | "kind" | "preset" | "baseUrl" | "options" | "keyHint" | "gridZone"
>;
type ConnectionActionsProps = { project: string; connection: Editable };

/** Changes a connection, or takes it out of use with a way back. */
export function ConnectionActions({ project, connection }: ConnectionActionsProps) {
  const restoring = useStudioAction(restoreConnectionAction, () => toastDone(`"${connection.name}" is back`));
  const archiving = useStudioAction(archiveConnectionAction, () =>
    toastUndo(`"${connection.name}" archived`, () => restoring.run({ project, connectionId: connection.id })),
  );
  return (
    <>
      <Button
        variant="ghost"
        pending={archiving.isPending}
        onClick={() => archiving.run({ project, connectionId: connection.id })}
      >
        Archive
      </Button>
      <EditConnection project={project} connection={connection} />
    </>
  );
}

function EditConnection({ project, connection }: ConnectionActionsProps) {
  const { id, kind } = connection;
  const isRemote = kind !== "simulated" && kind !== "local";
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState({
    name: connection.name,
    baseUrl: connection.baseUrl ?? "",
    apiKey: "",
    gridZone: connection.gridZone ?? "",
  });
  const [options, setOptions] = useState(() => definedOf(connection.options));
  const fields = connectionPresets.find((preset) => preset.kind === kind)?.options ?? [];
  const { run, isPending, failure } = useStudioAction(
    updateConnectionAction,
    (after: { keyHint: string | null }) => {
      setOpen(false);
      setTyped((all) => ({ ...all, apiKey: "" }));
      if (connection.keyHint && !after.keyHint)
        toastError("The address moved to another server, so its key was forgotten. Enter the key again.");
      else toastDone("Connection changed");
    },
  );
  const set = (field: keyof typeof typed) => (event: { target: { value: string } }) =>
    setTyped((all) => ({ ...all, [field]: event.target.value }));
  const submit = () =>
    run({
      project,
      connectionId: id,
      ...(kind !== "local" && typed.name !== connection.name ? { name: typed.name } : {}),
      ...(isRemote && typed.baseUrl !== (connection.baseUrl ?? "") ? { baseUrl: typed.baseUrl || null } : {}),
      ...(isRemote && typed.apiKey ? { apiKey: typed.apiKey } : {}),
      ...(fields.length > 0 ? { options } : {}),
      ...(typed.gridZone === (connection.gridZone ?? "") ? {} : { gridZone: typed.gridZone || null }),
    });
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button>Edit</Button>
      </DialogTrigger>
      <DialogContent
        title={`Edit "${connection.name}"`}
        footer={
          <Button variant="primary" pending={isPending} onClick={submit}>
            Keep changes
          </Button>
        }
      >
        <div className="flex flex-col gap-3">
          {kind === "local" ? null : (
            <Field label="Name" error={failure?.fields["name"]} required>
              <Input value={typed.name} onChange={set("name")} />
            </Field>
          )}
          {isRemote ? (
            <>
              <Field label="Address" error={failure?.fields["baseUrl"]}>
                <Input type="url" value={typed.baseUrl} onChange={set("baseUrl")} />
              </Field>
              <OptionFields fields={fields} values={options} onChange={setOptions} />
              <Field
                label="New API key"
                hint={
                  connection.keyHint
                    ? `Empty keeps the one that ends in ${connection.keyHint}.`
                    : "None is stored."
                }
                error={failure?.fields["apiKey"]}
              >
                <Input type="password" autoComplete="off" value={typed.apiKey} onChange={set("apiKey")} />
              </Field>
            </>
          ) : null}
          <Field
            label="Electricity grid"
            hint="Three letters of a country; empty takes the provider's, else the world's."
            error={failure?.fields["gridZone"]}
          >
            <Input
              className="w-24"
              maxLength={3}
              value={typed.gridZone}
              onChange={set("gridZone")}
              placeholder="WOR"
            />
          </Field>
          {failure && Object.keys(failure.fields).length === 0 ? (
            <InlineError>{failure.message}</InlineError>
          ) : null}
        </div>
      </DialogContent>
    </Dialog>
  );
}

function definedOf(options: Connection["options"]): Partial<Record<keyof Connection["options"], string>> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
