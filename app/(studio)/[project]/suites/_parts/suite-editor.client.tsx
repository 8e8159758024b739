"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useShortcut } from "#ui/shortcuts.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { paths } from "#platform/paths";
import { evaluatorDescriptors, isQuality, startEvaluator } from "#client/evaluation";
import type { Evaluator, EvaluatorKind, SuiteContent } from "#schema/evaluation";
import { Button } from "#ui/button";
import { Card, CardBody, CardFooter, CardHeader } from "#ui/card";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { toastDone } from "#ui/toaster";
import { createSuiteAction, saveSuiteVersionAction } from "../actions.ts";
import type { ModelOption } from "./config-field.client.tsx";
import { EvaluatorCard } from "./evaluator-card.client.tsx";

type Props = {
  project: string;
  /** Left out for a new suite. */
  suite?: { id: string; name: string; latestNumber: number };
  content: SuiteContent;
  models: readonly ModelOption[];
  /** An older version, or nobody who may change it. */
  isReadOnly?: boolean;
};
type Draft = { evaluators: { id: string; evaluator: Evaluator }[]; primaryMetric: string };

/** Edits a suite's evaluators and saves them as its next version, or makes the suite. */
export function SuiteEditor({ project, suite, content, models, isReadOnly = false }: Props) {
  const router = useRouter();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [message, setMessage] = useState("");
  const [draft, setDraft] = useState<Draft>(() => ({
    ...content,
    evaluators: content.evaluators.map((evaluator) => ({ id: evaluator.key, evaluator })),
  }));
  const create = useStudioAction(createSuiteAction, (made: { id: string }) =>
    router.push(paths.suite(project, made.id)),
  );
  const save = useStudioAction(saveSuiteVersionAction, ({ number }: { number: number }) => {
    toastDone(
      suite?.latestNumber === number
        ? "Nothing changed since the latest version"
        : `Saved as version ${number}`,
    );
    setMessage("");
    router.replace(paths.suite(project, suite?.id ?? ""));
  });
  const { isPending, failure } = suite ? save : create;
  const submit = () => {
    const next: SuiteContent = {
      evaluators: draft.evaluators.map(({ evaluator }) => evaluator),
      primaryMetric: draft.primaryMetric,
    };
    if (suite)
      save.run({ project, suiteId: suite.id, content: next, message, expectedLatest: suite.latestNumber });
    else create.run({ project, name, description, content: next, message });
  };
  useShortcut(
    "mod+s",
    "Save the suite",
    (event) => {
      event.preventDefault();
      submit();
    },
    { enabled: !isReadOnly },
  );
  const add = (kind: EvaluatorKind) =>
    setDraft((current) =>
      withNew(current, kind, models.find(({ isSimulated }) => !isSimulated) ?? models[0]),
    );
  const change = (id: string, evaluator: Evaluator) =>
    setDraft((current) => {
      const before = current.evaluators.find((each) => each.id === id)?.evaluator.key;
      const primaryMetric = current.primaryMetric === before ? evaluator.key : current.primaryMetric;
      return {
        primaryMetric,
        evaluators: current.evaluators.map((each) => (each.id === id ? { id, evaluator } : each)),
      };
    });
  return (
    <Card>
      <CardHeader
        title="Evaluators"
        actions={
          isReadOnly ? null : (
            <div className="w-44">
              <NativeSelect
                aria-label="Add an evaluator"
                value=""
                onChange={(event) => add(event.target.value as EvaluatorKind)}
              >
                <option value="">Add an evaluator…</option>
                {evaluatorDescriptors.map(({ kind, title }) => (
                  <option key={kind} value={kind}>
                    {title}
                  </option>
                ))}
              </NativeSelect>
            </div>
          )
        }
      />
      {suite ? null : (
        <CardBody className="grid grid-cols-2 gap-4 border-b border-line max-sm:grid-cols-1">
          <Field label="Name of the suite" required>
            <Input value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          <Field label="What it is for">
            <Input value={description} onChange={(event) => setDescription(event.target.value)} />
          </Field>
        </CardBody>
      )}
      {draft.evaluators.map(({ id, evaluator }) => (
        <EvaluatorCard
          key={id}
          evaluator={evaluator}
          isPrimary={evaluator.key === draft.primaryMetric}
          models={models}
          disabled={isReadOnly}
          onChange={(next) => change(id, next)}
          onPrimary={() => setDraft({ ...draft, primaryMetric: evaluator.key })}
          onRemove={() =>
            setDraft((current) => ({
              ...current,
              evaluators: current.evaluators.filter((each) => each.id !== id),
            }))
          }
        />
      ))}
      {draft.evaluators.length === 0 ? (
        <CardBody className="text-text-2">
          No evaluator yet. Add one above; the first quality metric becomes the primary one.
        </CardBody>
      ) : null}
      {isReadOnly ? null : (
        <CardFooter>
          {failure ? (
            <p role="alert" className="w-full text-bad">
              ✕ {failure.message}
            </p>
          ) : null}
          <Input
            aria-label="What changed"
            placeholder={suite ? "What changed" : "What this first version is"}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
            className="min-w-40 flex-1"
          />
          <Button
            variant="primary"
            pending={isPending}
            disabled={draft.evaluators.length === 0 || (!suite && name.trim() === "")}
            onClick={submit}
          >
            {suite ? `Save version ${suite.latestNumber + 1}` : "Create suite"}
          </Button>
        </CardFooter>
      )}
    </Card>
  );
}

/** Adds an evaluator under a free key; the first quality metric becomes the primary one. */
function withNew(draft: Draft, kind: EvaluatorKind, model: ModelOption | undefined): Draft {
  const takenKeys = new Set(draft.evaluators.map(({ evaluator }) => evaluator.key));
  const target = model && { connectionId: model.connectionId, model: model.model };
  const evaluator = startEvaluator(kind, { takenKeys, model: target });
  const { key } = evaluator;
  const hasPrimary = draft.evaluators.some((each) => each.evaluator.key === draft.primaryMetric);
  return {
    primaryMetric: !hasPrimary && isQuality(evaluator) ? key : draft.primaryMetric,
    evaluators: [...draft.evaluators, { id: `${key}-${draft.evaluators.length}-${Date.now()}`, evaluator }],
  };
}
