"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { budgetMeasures, budgetPeriods, type BudgetSubject } from "#constants/budgets";
import { Button } from "#ui/button";
import { DialogClose } from "#ui/dialog";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { createBudgetAction } from "../actions.ts";
import { LimitActs, limitInput, type LimitValues, measureWords } from "./limit-fields.client.tsx";

export type Choice = { id: string; name: string };
type NewLimitProps = { project: string; apiKeys: readonly Choice[]; routes: readonly Choice[] };

const schema = () => import("#schema/budgets").then((room) => room.CreateBudgetInput);
const values: LimitValues = {
  name: "",
  per: "project",
  metadataKey: "",
  only: "",
  measure: "usd",
  amount: "",
  period: "month",
  kind: "hard",
  alertPercent: "80",
  refusesUnknown: false,
};
const perWords: Record<BudgetSubject, string> = {
  project: "the whole project",
  api_key: "an API key",
  user: "an end user",
  route: "a route",
  metadata: "a value of the metadata",
};

/** Sets a limit: for whom, how much of what in which period, and what happens then. */
export function NewLimit({ project, apiKeys, routes }: NewLimitProps) {
  const [isOpen, setOpen] = useState(false);
  const form = useActionForm({
    action: createBudgetAction,
    schema,
    values,
    input: (typed) => ({
      project,
      ...limitInput(typed),
      per: typed.per,
      measure: typed.measure,
      period: typed.period,
      ...(typed.per === "metadata" && typed.metadataKey !== "" ? { metadataKey: typed.metadataKey } : {}),
      ...(typed.per !== "project" && typed.only !== "" ? { only: typed.only } : {}),
    }),
    after: "empty",
    onDone: () => setOpen(false),
  });
  const per = form.fields.watch("per");
  const choices = per === "api_key" ? apiKeys : per === "route" ? routes : null;
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New limit
        </Button>
      }
      title="New limit"
      description="It holds from the next call on, in every process. What was used before is not counted."
      actions={
        <DialogClose asChild>
          <Button variant="ghost">Cancel</Button>
        </DialogClose>
      }
      submitLabel="Set limit"
    >
      <FormField form={form} name="name" label="Name" required>
        <Input maxLength={80} autoComplete="off" placeholder="Spending of a month" />
      </FormField>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <FormField form={form} name="per" label="For" onTyped={() => form.change("only", "")}>
          <NativeSelect>
            {Object.entries(perWords).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </NativeSelect>
        </FormField>
        {per === "metadata" ? (
          <FormField
            form={form}
            name="metadataKey"
            label="Field"
            required
            hint="A call without it is not counted."
          >
            <Input maxLength={64} autoComplete="off" placeholder="team" className="font-mono" />
          </FormField>
        ) : null}
        {per === "project" ? null : (
          <FormField
            form={form}
            name="only"
            label="Which"
            hint={choices ? undefined : "Left empty: each by itself."}
          >
            {choices ? (
              <NativeSelect>
                <option value="">each by itself</option>
                {choices.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </NativeSelect>
            ) : (
              <Input maxLength={200} autoComplete="off" />
            )}
          </FormField>
        )}
      </div>
      <div className="grid grid-cols-3 gap-3 max-sm:grid-cols-1">
        <FormField form={form} name="amount" label="At most" required>
          <Input inputMode="decimal" autoComplete="off" />
        </FormField>
        <FormField form={form} name="measure" label="Of">
          <NativeSelect>
            {budgetMeasures.map((value) => (
              <option key={value} value={value}>
                {measureWords[value]}
              </option>
            ))}
          </NativeSelect>
        </FormField>
        <FormField form={form} name="period" label="Every" hint="Calendar, UTC.">
          <NativeSelect>
            {budgetPeriods.map((value) => (
              <option key={value} value={value}>
                {value}
              </option>
            ))}
          </NativeSelect>
        </FormField>
      </div>
      <LimitActs form={form} />
    </FormDialog>
  );
}
