"use client";

import { useId, useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogForm, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { toastDone } from "#ui/toaster";
import { createPriceOverrideAction } from "../../actions.ts";

type SetPriceProps = { project: string; connectionId: string };

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
  const formId = useId();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState(empty);
  const { run, failure, isPending } = useStudioAction(createPriceOverrideAction, () => {
    setOpen(false);
    setTyped(empty);
    toastDone("Price set");
  });
  const text = (key: keyof typeof empty) => ({
    value: typed[key],
    onChange: (event: { target: { value: string } }) =>
      setTyped((all) => ({ ...all, [key]: event.target.value })),
  });
  const submit = () =>
    run({
      project,
      connection: connectionId,
      modelPattern: typed.modelPattern,
      from: typed.from,
      to: typed.to || null,
      note: typed.note,
      inputPrice: numberOf(typed.inputPrice) ?? Number.NaN,
      outputPrice: numberOf(typed.outputPrice) ?? Number.NaN,
      cachedInputPrice: numberOf(typed.cachedInputPrice),
      cacheWritePrice: numberOf(typed.cacheWritePrice),
      reasoningPrice: numberOf(typed.reasoningPrice),
    });
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm">Set a price</Button>
      </DialogTrigger>
      <DialogContent
        title="Set a price"
        description="In place of the list, in USD per million tokens. Calls already recorded keep their cost."
        footer={
          <Button variant="primary" type="submit" form={formId} pending={isPending}>
            Set the price
          </Button>
        }
      >
        <DialogForm id={formId} onSubmit={submit}>
          <Field
            label="Models"
            hint="A model's name; * stands for anything."
            error={failure?.fields["modelPattern"]}
            required
          >
            <Input className="font-mono" {...text("modelPattern")} />
          </Field>
          <div className="grid grid-cols-2 gap-3">
            <Field label="From" hint="00:00 UTC" error={failure?.fields["from"]} required>
              <Input type="date" {...text("from")} />
            </Field>
            <Field
              label="To"
              hint="The first day it holds no more; empty: no end"
              error={failure?.fields["to"]}
            >
              <Input type="date" {...text("to")} />
            </Field>
            {prices.map(({ key, label, required }) => (
              <Field key={key} label={label} error={failure?.fields[key]} required={required}>
                <Input
                  inputMode="decimal"
                  className="num"
                  placeholder={required ? undefined : "as the whole"}
                  {...text(key)}
                />
              </Field>
            ))}
          </div>
          <Field label="Why" hint="The contract, for who asks later." error={failure?.fields["note"]}>
            <Input {...text("note")} />
          </Field>
          {failure && Object.keys(failure.fields).length === 0 ? (
            <InlineError>{failure.message}</InlineError>
          ) : null}
        </DialogForm>
      </DialogContent>
    </Dialog>
  );
}

/** Null for an empty field; a text that is no number is sent as NaN and refused. */
function numberOf(text: string): number | null {
  return text.trim() === "" ? null : Number(text.replace(",", "."));
}
