"use client";

import { useId, useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import type { Model, NumberRange } from "#schema/models";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Dialog, DialogContent, DialogForm, DialogTrigger } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { Switch } from "#ui/switch";
import { toastDone } from "#ui/toaster";
import { addModelAction, removeModelAction, updateModelAction } from "../../actions.ts";

type EditModelProps = { project: string; connectionId: string; model?: Model };

const figures = [
  { key: "contextTokens", label: "Context, tokens" },
  { key: "inputPrice", label: "Input, USD per million" },
  { key: "cachedInputPrice", label: "Cached input, USD per million" },
  { key: "cacheWritePrice", label: "Cache write, USD per million" },
  { key: "outputPrice", label: "Output, USD per million" },
  { key: "reasoningPrice", label: "Thinking, USD per million" },
  { key: "activeParametersBillions", label: "Active parameters, billions" },
  { key: "totalParametersBillions", label: "All parameters, billions" },
] as const;
type FigureKey = (typeof figures)[number]["key"];
type Typed = Record<FigureKey, string>;

/** Adds a model, or changes one: what a person enters wins over the kept tables. An empty figure is "not known". */
export function EditModel({ project, connectionId, model }: EditModelProps) {
  const formId = useId();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [typed, setTyped] = useState<Typed>(() => typedOf(model));
  const [isEnabled, setEnabled] = useState(model?.isEnabled ?? true);
  const done = (text: string) => () => {
    setOpen(false);
    toastDone(text);
  };
  const adding = useStudioAction(addModelAction, done("Model added"));
  const changing = useStudioAction(updateModelAction, done("Model changed"));
  const removing = useStudioAction(removeModelAction, done(`${model?.name ?? "Model"} removed`));
  const failure = adding.failure ?? changing.failure ?? removing.failure;
  const isPending = adding.isPending || changing.isPending || removing.isPending;
  const submit = () => {
    const changes = changedFigures(typed, typedOf(model));
    if (model) changing.run({ project, modelId: model.id, isEnabled, ...changes });
    else adding.run({ project, connectionId, name, ...changes });
  };
  const openChanged = (isNowOpen: boolean) => {
    setOpen(isNowOpen);
    if (isNowOpen) setTyped(typedOf(model));
  };
  return (
    <Dialog open={isOpen} onOpenChange={openChanged}>
      <DialogTrigger asChild>
        <Button
          size="sm"
          variant={model ? "ghost" : "default"}
          aria-label={model ? `Edit ${model.name}` : undefined}
        >
          {model ? "Edit" : "Add model"}
        </Button>
      </DialogTrigger>
      <DialogContent
        title={model ? model.name : "Add model"}
        description={
          model
            ? "Leave a figure empty where it is not known."
            : "Figures left empty are looked up in the kept tables."
        }
        footer={
          <>
            {model ? (
              <Button
                variant="ghost"
                pending={isPending}
                onClick={() => removing.run({ project, modelId: model.id })}
              >
                Remove
              </Button>
            ) : null}
            <Button variant="primary" type="submit" form={formId} pending={isPending}>
              {model ? "Keep changes" : "Add model"}
            </Button>
          </>
        }
      >
        <DialogForm id={formId} onSubmit={() => submit()}>
          {model ? (
            <Field inline label="Offered in pickers">
              <Switch checked={isEnabled} onCheckedChange={setEnabled} />
            </Field>
          ) : (
            <Field label="Name" hint="As the provider spells it." error={failure?.fields["name"]} required>
              <Input className="font-mono" value={name} onChange={(event) => setName(event.target.value)} />
            </Field>
          )}
          <div className="grid grid-cols-2 gap-3">
            {figures.map(({ key, label }) => (
              <Field key={key} label={label} error={failure?.fields[key]}>
                <Input
                  inputMode="decimal"
                  className="num"
                  value={typed[key]}
                  onChange={(event) => setTyped((all) => ({ ...all, [key]: event.target.value }))}
                  placeholder={estimateOf(model, key) ?? "not known"}
                />
              </Field>
            ))}
          </div>
          {failure && Object.keys(failure.fields).length === 0 ? (
            <InlineError>{failure.message}</InlineError>
          ) : null}
        </DialogForm>
      </DialogContent>
    </Dialog>
  );
}

function typedOf(model: Model | undefined): Typed {
  const shown = (value: number | null | undefined) =>
    value === null || value === undefined ? "" : String(value);
  return {
    contextTokens: shown(model?.contextTokens),
    inputPrice: shown(model?.inputPrice),
    cachedInputPrice: shown(model?.cachedInputPrice),
    cacheWritePrice: shown(model?.cacheWritePrice),
    outputPrice: shown(model?.outputPrice),
    reasoningPrice: shown(model?.reasoningPrice),
    activeParametersBillions: shown(exactly(model?.activeParametersBillions)),
    totalParametersBillions: shown(exactly(model?.totalParametersBillions)),
  };
}

function exactly(range: NumberRange | null | undefined): number | null {
  return range && range.low === range.high ? range.low : null;
}

/** An estimate stands as a placeholder: what is left untouched keeps its range. */
function estimateOf(model: Model | undefined, key: FigureKey): string | null {
  if (key !== "activeParametersBillions" && key !== "totalParametersBillions") return null;
  const range = model?.[key];
  return range ? `${range.low} to ${range.high}` : null;
}

/** Only what the person touched, so that a figure from the tables keeps its source. A text that is no number is sent as NaN and refused. */
function changedFigures(typed: Typed, before: Typed): Partial<Record<FigureKey, number | null>> {
  const touched = figures.filter(({ key }) => typed[key].trim() !== before[key]);
  return Object.fromEntries(
    touched.map(({ key }) => [key, typed[key].trim() === "" ? null : Number(typed[key].replace(",", "."))]),
  );
}
