"use client";

import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { Button } from "#ui/button";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { createPriceOverrideAction } from "../../actions.ts";

type SetPriceProps = { project: string; connectionId: string };

const schema = () => import("#schema/models").then((room) => room.CreatePriceOverrideInput);
const prices = [
  { key: "inputPrice", label: "Input", required: true },
  { key: "outputPrice", label: "Output", required: true },
  { key: "cachedInputPrice", label: "Cached input", required: false },
  { key: "cacheWritePrice", label: "Cache write", required: false },
  { key: "reasoningPrice", label: "Thinking", required: false },
] as const;
const empty = {
  modelPattern: "",
  from: "",
  to: "",
  note: "",
  inputPrice: "",
  outputPrice: "",
  cachedInputPrice: "",
  cacheWritePrice: "",
  reasoningPrice: "",
};

/** Sets the project's own price of some models, from one day to another. */
export function SetPrice({ project, connectionId }: SetPriceProps) {
  const [isOpen, setOpen] = useState(false);
  const form = useActionForm({
    action: createPriceOverrideAction,
    schema,
    values: empty,
    input: ({ modelPattern, from, to, note, ...typed }) => ({
      project,
      connection: connectionId,
      modelPattern,
      from,
      to: to || null,
      note,
      inputPrice: numberOf(typed.inputPrice) ?? Number.NaN,
      outputPrice: numberOf(typed.outputPrice) ?? Number.NaN,
      cachedInputPrice: numberOf(typed.cachedInputPrice),
      cacheWritePrice: numberOf(typed.cacheWritePrice),
      reasoningPrice: numberOf(typed.reasoningPrice),
    }),
    after: "empty",
    onDone: () => {
      setOpen(false);
      toastDone("Price set");
    },
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={<Button size="sm">Set a price</Button>}
      title="Set a price"
      description="In place of the list, in USD per million tokens. Calls already recorded keep their cost."
      submitLabel="Set the price"
    >
      <FormField
        form={form}
        name="modelPattern"
        label="Models"
        hint="A model's name; * stands for anything."
        required
      >
        <Input className="font-mono" />
      </FormField>
      <div className="grid grid-cols-2 gap-3">
        <FormField form={form} name="from" label="From" hint="00:00 UTC" required>
          <Input type="date" />
        </FormField>
        <FormField form={form} name="to" label="To" hint="The first day it holds no more; empty: no end">
          <Input type="date" />
        </FormField>
        {prices.map(({ key, label, required }) => (
          <FormField key={key} form={form} name={key} label={label} required={required}>
            <Input inputMode="decimal" className="num" placeholder={required ? undefined : "as the whole"} />
          </FormField>
        ))}
      </div>
      <FormField form={form} name="note" label="Why" hint="The contract, for who asks later.">
        <Input />
      </FormField>
    </FormDialog>
  );
}

/** Null for an empty field; a text that is no number is sent as NaN and refused. */
function numberOf(text: string): number | null {
  return text.trim() === "" ? null : Number(text.replace(",", "."));
}
