"use client";

import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { connectionPresets } from "#constants/models";
import type { Connection } from "#schema/models";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { toastDone, toastError, toastUndo } from "#ui/toaster";
import { OptionFields, type Options } from "../../_parts/option-fields.client.tsx";
import { archiveConnectionAction, restoreConnectionAction, updateConnectionAction } from "../../actions.ts";

const schema = () => import("#schema/models").then((room) => room.UpdateConnectionInput);

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
  const fields = connectionPresets.find((preset) => preset.kind === kind)?.options ?? [];
  const form = useActionForm({
    action: updateConnectionAction,
    schema,
    values: {
      name: connection.name,
      baseUrl: connection.baseUrl ?? "",
      apiKey: "",
      gridZone: connection.gridZone ?? "",
      options: definedOf(connection.options),
    },
    input: (typed) => ({
      project,
      connectionId: id,
      ...(kind !== "local" && typed.name !== connection.name ? { name: typed.name } : {}),
      ...(isRemote && typed.baseUrl !== (connection.baseUrl ?? "") ? { baseUrl: typed.baseUrl || null } : {}),
      ...(isRemote && typed.apiKey ? { apiKey: typed.apiKey } : {}),
      ...(fields.length > 0 ? { options: typed.options } : {}),
      ...(typed.gridZone === (connection.gridZone ?? "") ? {} : { gridZone: typed.gridZone || null }),
    }),
    onDone: (changed) => {
      setOpen(false);
      form.fields.resetField("apiKey", { defaultValue: "" });
      if (connection.keyHint && !changed.keyHint)
        toastError("The address moved to another server, so its key was forgotten. Enter the key again.");
      else toastDone("Connection changed");
    },
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button>Edit</Button>}
      title={`Edit "${connection.name}"`}
      submitLabel="Keep changes"
    >
      {kind === "local" ? null : (
        <FormField form={form} name="name" label="Name" required>
          <Input />
        </FormField>
      )}
      {isRemote ? (
        <>
          <FormField form={form} name="baseUrl" label="Address">
            <Input type="url" />
          </FormField>
          <OptionFields form={form} fields={fields} />
          <FormField
            form={form}
            name="apiKey"
            label="New API key"
            hint={
              connection.keyHint
                ? `Empty keeps the one that ends in ${connection.keyHint}.`
                : "None is stored."
            }
          >
            <Input type="password" autoComplete="off" />
          </FormField>
        </>
      ) : null}
      <FormField
        form={form}
        name="gridZone"
        label="Electricity grid"
        hint="Three letters of a country; empty takes the provider's, else the world's."
      >
        <Input className="w-24" maxLength={3} placeholder="WOR" />
      </FormField>
    </FormDialog>
  );
}

function definedOf(options: Connection["options"]): Options {
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
