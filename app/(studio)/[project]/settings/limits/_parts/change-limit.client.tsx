"use client";

import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import type { Budget } from "#schema/budgets";
import { Button } from "#ui/button";
import { ConfirmDialog, DialogClose } from "#ui/dialog";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { deleteBudgetAction, updateBudgetAction } from "../actions.ts";
import { LimitActs, limitInput, type LimitValues, measureWords } from "./limit-fields.client.tsx";

type Changed = Pick<
  Budget,
  "id" | "name" | "amount" | "measure" | "period" | "isHard" | "alertShare" | "refusesUnknown"
>;
type ChangeLimitProps = { project: string; limit: Changed };

const schema = () => import("#schema/budgets").then((room) => room.UpdateBudgetInput);

/** Changes a limit, or takes it away. */
export function ChangeLimit({ project, limit }: ChangeLimitProps) {
  return (
    <div className="relative z-1 flex justify-end gap-1">
      <EditLimit key={JSON.stringify(limit)} project={project} limit={limit} />
      <RemoveLimit project={project} limit={limit} />
    </div>
  );
}

function EditLimit({ project, limit }: ChangeLimitProps) {
  const [isOpen, setOpen] = useState(false);
  const { id: budgetId, name, amount, measure, period, isHard, alertShare, refusesUnknown } = limit;
  const values: LimitValues = {
    name,
    amount: String(amount),
    kind: isHard ? "hard" : "soft",
    alertPercent: String(Math.round(alertShare * 10_000) / 100),
    refusesUnknown,
    per: "project",
    metadataKey: "",
    only: "",
    measure,
    period,
  };
  const form = useActionForm({
    action: updateBudgetAction,
    schema,
    values,
    input: (typed) => ({ project, budgetId, ...limitInput(typed) }),
    after: "keep",
    onDone: () => {
      setOpen(false);
      toastDone("Changed. It holds from the next call on.");
    },
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button size="sm" variant="ghost">
          Change
        </Button>
      }
      title={`Change "${name}"`}
      description="What was used stays counted."
      actions={
        <DialogClose asChild>
          <Button variant="ghost">Cancel</Button>
        </DialogClose>
      }
      submitLabel="Save"
    >
      <FormField form={form} name="name" label="Name" required>
        <Input maxLength={80} autoComplete="off" />
      </FormField>
      <FormField form={form} name="amount" label={`At most, ${measureWords[measure]} a ${period}`} required>
        <Input inputMode="decimal" autoComplete="off" />
      </FormField>
      <LimitActs form={form} />
    </FormDialog>
  );
}

function RemoveLimit({ project, limit: { id: budgetId, name } }: ChangeLimitProps) {
  const { run, isPending } = useStudioAction(deleteBudgetAction, () =>
    toastDone(`The limit "${name}" is gone`),
  );
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" variant="ghost" pending={isPending}>
          Remove
        </Button>
      }
      title={`Remove "${name}"?`}
      description="Calls are held to it no longer, and what was counted for it goes."
      confirmLabel="Remove limit"
      onConfirm={() => run({ project, budgetId })}
    />
  );
}
