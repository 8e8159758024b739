"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { kpiUnitNames } from "#components/feedback/kpi-unit-names";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { proposeKey } from "#components/form/propose-key";
import { useActionForm } from "#components/form/use-action-form.client";
import { keyFromName } from "#platform/key-from-name";
import { paths } from "#platform/paths";
import { kpiUnits } from "#constants/feedback";
import type { DefineKpiInput } from "#schema/feedback";
import { Button } from "#ui/button";
import { DialogClose } from "#ui/dialog";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { Textarea } from "#ui/textarea";
import { defineKpiAction } from "./actions.ts";

const schema = () => import("#schema/feedback").then((room) => room.DefineKpiInput);
type Typed = Required<Pick<DefineKpiInput, "name" | "key" | "unit" | "description">> & {
  better: "higher" | "lower";
};
const values: Typed = { name: "", key: "", unit: "percent", better: "higher", description: "" };

/** Defines a KPI; the key is proposed from the name until somebody writes their own. */
export function DefineKpi({ project }: { project: string }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const form = useActionForm({
    action: defineKpiAction,
    schema,
    values,
    input: ({ better, ...typed }) => ({ project, ...typed, isHigherBetter: better === "higher" }),
    after: "empty",
    onDone: (kpi) => {
      setOpen(false);
      router.push(paths.kpis(project, kpi.key));
    },
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden="true" />
          Define a KPI
        </Button>
      }
      title="Define a KPI"
      description="An outcome your program records, for example whether a ticket was opened again."
      actions={
        <DialogClose asChild>
          <Button variant="ghost">Cancel</Button>
        </DialogClose>
      }
      submitLabel="Define KPI"
    >
      <FormField
        form={form}
        name="name"
        label="Name"
        required
        onTyped={proposeKey(form, "key", (name) => keyFromName(name, { between: "_", most: 60 }))}
      >
        <Input maxLength={80} autoComplete="off" placeholder="Solved at first contact" />
      </FormField>
      <FormField
        form={form}
        name="key"
        label="Key"
        required
        hint="What programs send; it stays when the name changes."
      >
        <Input maxLength={60} autoComplete="off" className="font-mono" />
      </FormField>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <FormField form={form} name="unit" label="Unit">
          <NativeSelect>
            {kpiUnits.map((unit) => (
              <option key={unit} value={unit}>
                {kpiUnitNames[unit]}
              </option>
            ))}
          </NativeSelect>
        </FormField>
        <FormField form={form} name="better" label="Better when">
          <NativeSelect>
            <option value="higher">higher</option>
            <option value="lower">lower</option>
          </NativeSelect>
        </FormField>
      </div>
      <FormField
        form={form}
        name="description"
        label="About"
        hint="Where the figure comes from and what it stands for."
      >
        <Textarea maxLength={500} />
      </FormField>
    </FormDialog>
  );
}
