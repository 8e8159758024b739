"use client";

import { useRouter } from "next/navigation";
import type { StudioResult } from "#components/form/failure";
import { FormScope } from "#components/form/form-scope.client";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useShortcut } from "#ui/shortcuts.client";
import { paths } from "#platform/paths";
import { evaluatorDescriptors, isQuality, startEvaluator } from "#client/evaluation";
import type { Evaluator, EvaluatorKind, SuiteContent } from "#schema/evaluation";
import { Card, CardBody, CardFooter, CardHeader } from "#ui/card";
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
/** As it is edited: `ids` tell the evaluators apart while their keys are typed. */
type Typed = { name: string; description: string; message: string; content: SuiteContent; ids: string[] };
type SuiteInput = { project: string; content: SuiteContent; message: string } & (
  | { suiteId: string; expectedLatest: number }
  | { name: string; description: string }
);

const schema = (input: SuiteInput) =>
  import("#schema/evaluation").then((room) =>
    "suiteId" in input ? room.SaveSuiteVersionInput : room.CreateSuiteInput,
  );
const save = async (input: SuiteInput): Promise<StudioResult<{ id: string } | { number: number }>> =>
  "suiteId" in input ? await saveSuiteVersionAction(input) : await createSuiteAction(input);

/** Edits a suite's evaluators and saves them as its next version, or makes the suite. */
export function SuiteEditor({ project, suite, content, models, isReadOnly = false }: Props) {
  const router = useRouter();
  const form = useActionForm({
    action: save,
    schema,
    values: {
      name: "",
      description: "",
      message: "",
      content,
      ids: content.evaluators.map(({ key }) => key),
    },
    input: ({ name, description, message, content: typed }: Typed): SuiteInput =>
      suite
        ? { project, suiteId: suite.id, content: typed, message, expectedLatest: suite.latestNumber }
        : { project, name, description, content: typed, message },
    keep: isReadOnly ? undefined : `${project}/suites/${suite ? `${suite.id}@${suite.latestNumber}` : "new"}`,
    onDone: (saved) => {
      if ("number" in saved)
        toastDone(
          suite?.latestNumber === saved.number
            ? "Nothing changed since the latest version"
            : `Saved as version ${saved.number}`,
        );
      form.fields.resetField("message", { defaultValue: "" });
      if (suite) router.replace(paths.suite(project, suite.id));
      else if ("id" in saved) router.push(paths.suite(project, saved.id));
    },
  });
  useShortcut(
    "mod+s",
    "Save the suite",
    (event) => {
      event.preventDefault();
      form.submit();
    },
    { enabled: !isReadOnly },
  );
  const { evaluators, primaryMetric } = form.fields.watch("content");
  const ids = form.fields.watch("ids");
  const set = (next: SuiteContent, nextIds: string[] = ids) => {
    form.change("ids", nextIds);
    form.change("content", next);
  };
  const add = (kind: EvaluatorKind) => {
    const next = withNew({ evaluators, primaryMetric }, kind, usualModel(models));
    set(next, [...ids, `${kind}-${ids.length}-${Date.now()}`]);
  };
  const change = (place: number, evaluator: Evaluator) =>
    set({
      primaryMetric: evaluators[place]?.key === primaryMetric ? evaluator.key : primaryMetric,
      evaluators: evaluators.with(place, evaluator),
    });
  const remove = (place: number) =>
    set({ primaryMetric, evaluators: evaluators.toSpliced(place, 1) }, ids.toSpliced(place, 1));
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
      <Form
        form={form}
        isSentByKey={false}
        className="gap-0"
        errorClassName="m-3.5"
        actions={
          isReadOnly ? null : (
            <CardFooter>
              <FormField
                form={form}
                name="message"
                label={<span className="sr-only">What changed</span>}
                className="min-w-40 flex-1"
              >
                <Input maxLength={500} placeholder={suite ? "What changed" : "What this first version is"} />
              </FormField>
              <SubmitButton form={form} disabled={evaluators.length === 0}>
                {suite ? `Save version ${suite.latestNumber + 1}` : "Create suite"}
              </SubmitButton>
            </CardFooter>
          )
        }
      >
        {suite ? null : (
          <CardBody className="grid grid-cols-2 gap-4 border-b border-line max-sm:grid-cols-1">
            <FormField form={form} name="name" label="Name of the suite" required>
              <Input maxLength={80} />
            </FormField>
            <FormField form={form} name="description" label="What it is for">
              <Input maxLength={1000} />
            </FormField>
          </CardBody>
        )}
        {evaluators.map((evaluator, place) => (
          <FormScope key={`${ids[place]} ${form.epoch}`} form={form} path={`content.evaluators.${place}`}>
            <EvaluatorCard
              evaluator={evaluator}
              isPrimary={evaluator.key === primaryMetric}
              models={models}
              disabled={isReadOnly}
              onChange={(next) => change(place, next)}
              onPrimary={() => set({ evaluators, primaryMetric: evaluator.key })}
              onRemove={() => remove(place)}
            />
          </FormScope>
        ))}
        {evaluators.length === 0 ? (
          <CardBody className="text-text-2">
            No evaluator yet. Add one above; the first quality metric becomes the primary one.
          </CardBody>
        ) : null}
      </Form>
    </Card>
  );
}

/** A simulated model judges nothing. */
function usualModel(models: readonly ModelOption[]): ModelOption | undefined {
  return models.find(({ isSimulated }) => !isSimulated) ?? models[0];
}

/** Adds an evaluator under a free key; the first quality metric becomes the primary one. */
function withNew(content: SuiteContent, kind: EvaluatorKind, model: ModelOption | undefined): SuiteContent {
  const takenKeys = new Set(content.evaluators.map(({ key }) => key));
  const target = model && { connectionId: model.connectionId, model: model.model };
  const evaluator = startEvaluator(kind, { takenKeys, model: target });
  const hasPrimary = content.evaluators.some(({ key }) => key === content.primaryMetric);
  return {
    primaryMetric: !hasPrimary && isQuality(evaluator) ? evaluator.key : content.primaryMetric,
    evaluators: [...content.evaluators, evaluator],
  };
}
