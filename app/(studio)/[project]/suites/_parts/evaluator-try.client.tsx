"use client";

import Link from "next/link";
import { useParams } from "next/navigation";
import { useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { formatMoney, formatScore } from "#platform/format";
import { paths } from "#platform/paths";
import type { Evaluator, EvaluatorTry as Tried } from "#schema/evaluation";
import { Button } from "#ui/button";
import { Chip } from "#ui/chip";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { Textarea } from "#ui/textarea";
import { tryEvaluatorAction } from "../actions.ts";

/** Asks the evaluator, as it stands in the form, about one answer: pasted, or beside an example's reference and inputs. */
export function EvaluatorTry({ evaluator }: { evaluator: Evaluator }) {
  const { project } = useParams<{ project: string }>();
  const [output, setOutput] = useState("");
  const [reference, setReference] = useState("");
  const [exampleId, setExampleId] = useState("");
  const [tried, setTried] = useState<Tried | null>(null);
  const { run, isPending, failure } = useStudioAction(tryEvaluatorAction, setTried, { isQuiet: true });
  const start = () => {
    setTried(null);
    run({
      project,
      evaluator,
      output,
      ...(reference === "" ? {} : { reference }),
      ...(exampleId.trim() === "" ? {} : { exampleId: exampleId.trim() }),
    });
  };
  return (
    <details>
      <summary className="cursor-pointer text-sm text-text-2">Try it on one answer</summary>
      <div className="mt-2 flex flex-col gap-3">
        <div className="grid grid-cols-2 gap-x-4 gap-y-3 max-sm:grid-cols-1">
          <Field label="Answer to judge">
            <Textarea rows={4} value={output} onChange={(event) => setOutput(event.target.value)} />
          </Field>
          <Field label="Reference" hint="Empty: the example's, or none.">
            <Textarea rows={4} value={reference} onChange={(event) => setReference(event.target.value)} />
          </Field>
        </div>
        <Field label="Example" hint="The id of an example whose reference and inputs count. Empty: none.">
          <Input
            className="font-mono"
            value={exampleId}
            onChange={(event) => setExampleId(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              // It stands in the suite's form, which Enter would save.
              event.preventDefault();
              start();
            }}
          />
        </Field>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button size="sm" disabled={isPending} onClick={start}>
            {isPending ? "Judging…" : "Try evaluator"}
          </Button>
          <output aria-live="polite">
            {failure ? <span className="text-bad">{failure.message}</span> : null}
            {tried ? <Outcome project={project} tried={tried} /> : null}
          </output>
        </div>
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
