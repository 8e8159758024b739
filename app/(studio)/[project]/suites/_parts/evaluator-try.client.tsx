"use client";

import Link from "next/link";
import { useParams } from "next/navigation";
import { useState } from "react";
import { FormError, FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { formatMoney, formatScore } from "#platform/format";
import { paths } from "#platform/paths";
import type { Evaluator, EvaluatorTry as Tried } from "#schema/evaluation";
import { Button } from "#ui/button";
import { Chip } from "#ui/chip";
import { Input } from "#ui/input";
import { Textarea } from "#ui/textarea";
import { tryEvaluatorAction } from "../actions.ts";

const schema = () => import("#schema/evaluation").then((room) => room.TryEvaluatorInput);

/** Asks the evaluator, as it stands in the form, about one answer: pasted, or beside an example's reference and inputs. */
export function EvaluatorTry({ evaluator }: { evaluator: Evaluator }) {
  const { project } = useParams<{ project: string }>();
  const [tried, setTried] = useState<Tried | null>(null);
  const form = useActionForm({
    action: tryEvaluatorAction,
    schema,
    values: { output: "", reference: "", exampleId: "" },
    input: ({ output, reference, exampleId }) => ({
      project,
      evaluator,
      output,
      ...(reference === "" ? {} : { reference }),
      ...(exampleId.trim() === "" ? {} : { exampleId: exampleId.trim() }),
    }),
    onDone: setTried,
  });
  const start = () => {
    setTried(null);
    form.submit();
  };
  return (
    <details>
      <summary className="cursor-pointer text-sm text-text-2">Try it on one answer</summary>
      {/* It stands in the suite's form, and no form stands in another. */}
      <div id={form.id} className="mt-2 flex flex-col gap-3">
        <div className="grid grid-cols-2 gap-x-4 gap-y-3 max-sm:grid-cols-1">
          <FormField form={form} name="output" label="Answer to judge">
            <Textarea rows={4} />
          </FormField>
          <FormField form={form} name="reference" label="Reference" hint="Empty: the example's, or none.">
            <Textarea rows={4} />
          </FormField>
        </div>
        <FormField
          form={form}
          name="exampleId"
          label="Example"
          hint="The id of an example whose reference and inputs count. Empty: none."
        >
          <Input
            className="font-mono"
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              // Enter would save the suite.
              event.preventDefault();
              start();
            }}
          />
        </FormField>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button size="sm" disabled={form.isPending} onClick={start}>
            {form.isPending ? "Judging…" : "Try evaluator"}
          </Button>
          <output aria-live="polite">{tried ? <Outcome project={project} tried={tried} /> : null}</output>
        </div>
        <FormError form={form} />
      </div>
    </details>
  );
}

function Outcome({ project, tried }: { project: string; tried: Tried }) {
  const { value, isPassed, reasoning, costUsd, generationIds } = tried;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {isPassed === null ? (
        <Chip>not judged</Chip>
      ) : (
        <Chip tone={isPassed ? "good" : "bad"} sign>
          {isPassed ? "passed" : "failed"}
        </Chip>
      )}
      {value === null ? null : <span className="num">{formatScore(value)}</span>}
      {reasoning ? <span className="text-text-2">{reasoning}</span> : null}
      {generationIds.map((id) => (
        <Link
          key={id}
          href={paths.generation(project, id)}
          className="text-accent pointer-coarse:py-2 hover:underline"
        >
          the judge's call, {formatMoney(costUsd)}
        </Link>
      ))}
    </span>
  );
}
