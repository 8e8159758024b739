"use client";

import { useState } from "react";
import type { StudioResult } from "#components/form/failure";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import type { Model, NumberRange } from "#schema/models";
import { Button } from "#ui/button";
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
type Figures = Partial<Record<FigureKey, number | null>>;
type Sent = { project: string } & Figures &
  ({ modelId: string; isEnabled: boolean } | { connectionId: string; name: string });

const schema = (sent: Sent) =>
  import("#schema/models").then((room) => ("modelId" in sent ? room.UpdateModelInput : room.AddModelInput));

/** Adds a model, or changes one: what a person enters wins over the kept tables. An empty figure is "not known". */
export function EditModel({ project, connectionId, model }: EditModelProps) {
  const [isOpen, setOpen] = useState(false);
  const done = (text: string) => {
    setOpen(false);
    toastDone(text);
  };
  const removing = useStudioAction(removeModelAction, () => done(`${model?.name ?? "Model"} removed`));
  const form = useActionForm({
    action: async (sent: Sent): Promise<StudioResult<unknown>> =>
      "modelId" in sent ? await updateModelAction(sent) : await addModelAction(sent),
    schema,
    values: { name: "", isEnabled: model?.isEnabled ?? true, ...typedOf(model) },
    input: ({ name, isEnabled, ...typed }): Sent => {
      const changes = changedFigures(typed, typedOf(model));
      return model
        ? { project, modelId: model.id, isEnabled, ...changes }
        : { project, connectionId, name, ...changes };
    },
    after: model ? "keep" : "empty",
    onDone: () => done(model ? "Model changed" : "Model added"),
  });
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button
          size="sm"
          variant={model ? "ghost" : "default"}
          aria-label={model ? `Edit ${model.name}` : undefined}
        >
          {model ? "Edit" : "Add model"}
        </Button>
      }
      title={model ? model.name : "Add model"}
      description={
        model
          ? "Leave a figure empty where it is not known."
          : "Figures left empty are looked up in the kept tables."
      }
      actions={
        model ? (
          <Button
            variant="ghost"
            pending={removing.isPending}
            onClick={() => removing.run({ project, modelId: model.id })}
          >
            Remove
          </Button>
        ) : null
      }
      submitLabel={model ? "Keep changes" : "Add model"}
    >
      {model ? (
        <FormField form={form} name="isEnabled" as="checked" inline label="Offered in pickers">
          <Switch />
        </FormField>
      ) : (
        <FormField form={form} name="name" label="Name" hint="As the provider spells it." required>
          <Input className="font-mono" />
        </FormField>
      )}
      <div className="grid grid-cols-2 gap-3">
        {figures.map(({ key, label }) => (
          <FormField key={key} form={form} name={key} label={label}>
            <Input inputMode="decimal" className="num" placeholder={estimateOf(model, key) ?? "not known"} />
          </FormField>
        ))}
      </div>
    </FormDialog>
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
function changedFigures(typed: Typed, before: Typed): Figures {
  const touched = figures.filter(({ key }) => typed[key].trim() !== before[key]);
  return Object.fromEntries(
    touched.map(({ key }) => [key, typed[key].trim() === "" ? null : Number(typed[key].replace(",", "."))]),
  );
}
