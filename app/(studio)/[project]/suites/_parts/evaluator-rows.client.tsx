"use client";

import { useState } from "react";
import { useWatch } from "react-hook-form";
import { messagesUnder } from "#components/form/failure";
import { FormScope } from "#components/form/form-scope.client";
import type { ActionForm } from "#components/form/use-action-form.client";
import type { Evaluator } from "#schema/evaluation";
import { CardBody } from "#ui/card";
import { cn } from "#ui/cn";
import { AddEvaluator } from "./add-evaluator.client.tsx";
import type { ModelOption } from "./config-field-props.ts";
import { type Draft, withChanged, withMoved, withNew, without } from "./draft.ts";
import { evaluatorColumns, EvaluatorRow } from "./evaluator-row.client.tsx";

type Props<Values extends Draft> = {
  form: ActionForm<Values>;
  models: readonly ModelOption[];
  /** Of the saved version, to mark what is changed. */
  saved: readonly Evaluator[];
  disabled: boolean;
};

/** The suite's evaluators as lines, one of them open. */
export function EvaluatorRows<Values extends Draft>({ form: own, models, saved, disabled }: Props<Values>) {
  // Every form of suites holds a draft; generics do not see that its paths are there.
  const form = own as unknown as ActionForm<Draft>;
  const [rows, primaryMetric] = useWatch({ control: form.fields.control, name: ["rows", "primaryMetric"] });
  const [open, setOpen] = useState<string | null>(null);
  const draft = { rows, primaryMetric };
  const set = (next: typeof draft) => {
    form.change("primaryMetric", next.primaryMetric);
    form.change("rows", next.rows);
  };
  const model = models.find(({ isSimulated }) => !isSimulated) ?? models[0];
  const target = model && { connectionId: model.connectionId, model: model.model };
  return (
    <>
      {rows.length > 0 ? (
        <div
          aria-hidden="true"
          className={cn(
            evaluatorColumns,
            "border-b border-line px-3.5 py-1.5 text-sm text-text-3 max-sm:hidden",
          )}
        >
          <span>Evaluator</span>
          <span>What it looks at</span>
          <span className="text-right">Weight</span>
          <span>Threshold</span>
          <span />
        </div>
      ) : null}
      {rows.map(({ id, evaluator }, place) => {
        const path = `content.evaluators.${place}`;
        const wrong = Object.keys(messagesUnder(form.problems, path)).length;
        return (
          <FormScope key={`${id} ${form.epoch}`} form={form} path={path}>
            <EvaluatorRow
              evaluator={evaluator}
              wrong={wrong}
              isOpen={open === id || wrong > 0}
              onToggle={() => setOpen(open === id ? null : id)}
              change={disabled ? null : changeOf(saved, evaluator)}
              isPrimary={evaluator.key === primaryMetric}
              models={models}
              disabled={disabled}
              onChange={(next) => set(withChanged(draft, id, next))}
              onPrimary={() => form.change("primaryMetric", evaluator.key)}
              onRemove={() => set(without(draft, id))}
              onMove={(by) => set(withMoved(draft, id, by))}
            />
          </FormScope>
        );
      })}
      {rows.length === 0 ? (
        <CardBody className="text-text-2">
          No evaluator yet. Add one below; the first quality metric becomes the primary one.
        </CardBody>
      ) : null}
      {disabled ? null : (
        <div className="flex flex-wrap items-center gap-2 px-3.5 py-2">
          <AddEvaluator
            onAdd={(kind) => {
              const next = withNew(draft, kind, target);
              set(next);
              setOpen(next.rows.at(-1)?.id ?? null);
            }}
          />
          <span className="text-sm text-text-3 max-sm:hidden">⌥↑ ⌥↓ move the line that has the focus</span>
        </div>
      )}
    </>
  );
}

/** Against the saved version; in a suite that was never saved everything is new, and nothing needs to say so. */
function changeOf(saved: readonly Evaluator[], evaluator: Evaluator): "new" | "changed" | null {
  if (saved.length === 0) return null;
  const before = saved.find(({ key }) => key === evaluator.key);
  if (!before) return "new";
  return JSON.stringify(before) === JSON.stringify(evaluator) ? null : "changed";
}
