"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { kpiUnitNames } from "#components/feedback/kpi-value";
import { useStudioAction } from "#components/shell/use-action.client";
import { paths } from "#platform/paths";
import { kpiUnits } from "#constants/feedback";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { Textarea } from "#ui/textarea";
import { defineKpiAction } from "./actions.ts";
import { formText } from "#platform/form";

/** Defines a KPI; the key is proposed from the name until somebody writes their own. */
export function DefineKpi({ project }: { project: string }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [ownKey, setOwnKey] = useState<string | null>(null);
  const key = ownKey ?? keyOf(name);
  const { run, isPending, failure } = useStudioAction(defineKpiAction, (kpi: { key: string }) => {
    setOpen(false);
    setName("");
    setOwnKey(null);
    router.push(`${paths.kpis(project)}?kpi=${kpi.key}`);
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    run({
      project,
      name,
      key,
      unit: kpiUnits.find((unit) => unit === form.get("unit")),
      isHigherBetter: form.get("better") === "higher",
      description: formText(form, "description"),
    });
  };
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden="true" />
          Define a KPI
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Define a KPI"
        description="An outcome your program records, for example whether a ticket was opened again."
      >
        <form onSubmit={submit} className="flex flex-col gap-3">
          <Field label="Name" required error={failure?.fields["name"]}>
            <Input
              value={name}
              onChange={(event) => setName(event.target.value)}
              maxLength={80}
              required
              autoComplete="off"
              placeholder="Solved at first contact"
            />
          </Field>
          <Field
            label="Key"
            required
            hint="What programs send; it stays when the name changes."
            error={failure?.fields["key"]}
          >
            <Input
              value={key}
              onChange={(event) => setOwnKey(event.target.value)}
              maxLength={60}
              required
              autoComplete="off"
              className="font-mono"
            />
          </Field>
          <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
            <Field label="Unit">
              <NativeSelect name="unit" defaultValue="percent">
                {kpiUnits.map((unit) => (
                  <option key={unit} value={unit}>
                    {kpiUnitNames[unit]}
                  </option>
                ))}
              </NativeSelect>
            </Field>
            <Field label="Better when">
              <NativeSelect name="better" defaultValue="higher">
                <option value="higher">higher</option>
                <option value="lower">lower</option>
              </NativeSelect>
            </Field>
          </div>
          <Field label="About" hint="Where the figure comes from and what it stands for.">
            <Textarea name="description" maxLength={500} />
          </Field>
          {failure && Object.keys(failure.fields).length === 0 ? (
            <InlineError>{failure.message}</InlineError>
          ) : null}
          <div className="flex justify-end gap-2">
            <DialogClose asChild>
              <Button variant="ghost">Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isPending}>
              Define KPI
            </Button>
          </div>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function keyOf(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, 60);
}
