"use client";

import { useRouter } from "next/navigation";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { type ActionForm, useActionForm } from "#components/form/use-action-form.client";
import { paths } from "#platform/paths";
import type { SuiteContent } from "#schema/evaluation";
import { Card, CardBody, CardFooter, CardHeader } from "#ui/card";
import { Input } from "#ui/input";
import { useShortcut } from "#ui/shortcuts.client";
import { toastDone } from "#ui/toaster";
import { createSuiteAction, saveSuiteVersionAction } from "../actions.ts";
import type { ModelOption } from "./config-field-props.ts";
import { contentOf, type Draft, draftOf } from "./draft.ts";
import { EvaluatorRows } from "./evaluator-rows.client.tsx";

type Shared = { project: string; models: readonly ModelOption[] };
const schema = () => import("#schema/evaluation");

/** Makes a suite with its first version. */
export function NewSuite({ project, models }: Shared) {
  const router = useRouter();
  const form = useActionForm({
    action: createSuiteAction,
    schema: async () => (await schema()).CreateSuiteInput,
    values: { ...draftOf({ evaluators: [], primaryMetric: "" }), name: "", description: "" },
    input: ({ name, description, message, ...draft }) => ({
      project,
      name,
      description,
      message,
      content: contentOf(draft),
    }),
    onDone: ({ id }: { id: string }) => router.push(paths.suite(project, id)),
    keep: `${project}/suites/new`,
  });
  return (
    <Card>
      <Form
        form={form}
        isSentByKey={false}
        className="gap-0"
        errorClassName="m-3.5"
        aria-label="New suite"
        actions={<Foot form={form} message="What this first version is" submit="Create suite" />}
      >
        <CardBody className="grid grid-cols-2 gap-4 border-b border-line max-sm:grid-cols-1">
          <FormField form={form} name="name" label="Name of the suite" required>
            <Input maxLength={80} />
          </FormField>
          <FormField form={form} name="description" label="What it is for">
            <Input maxLength={1000} />
          </FormField>
        </CardBody>
        <EvaluatorRows form={form} models={models} saved={[]} disabled={false} />
      </Form>
    </Card>
  );
}

type Props = Shared & {
  suite: { id: string; name: string; latestNumber: number };
  content: SuiteContent;
  /** An older version, or nobody who may change it. */
  isReadOnly: boolean;
};

/** Edits a suite's evaluators and saves them as its next version. */
export function SuiteEditor({ project, suite, content, models, isReadOnly }: Props) {
  const router = useRouter();
  const form = useActionForm({
    action: saveSuiteVersionAction,
    schema: async () => (await schema()).SaveSuiteVersionInput,
    values: draftOf(content),
    input: ({ message, ...draft }) => ({
      project,
      suiteId: suite.id,
      content: contentOf(draft),
      message,
      expectedLatest: suite.latestNumber,
    }),
    onDone: ({ number }: { number: number }) => {
      toastDone(
        suite.latestNumber === number
          ? "Nothing changed since the latest version"
          : `Saved as version ${number}`,
      );
      form.fields.resetField("message", { defaultValue: "" });
      router.replace(paths.suite(project, suite.id));
    },
    // What was begun on a version goes with that version.
    keep: isReadOnly ? undefined : `${project}/suites/${suite.id}@${suite.latestNumber}`,
  });
  return (
    <Card>
      <CardHeader title="Evaluators" note={isReadOnly ? "to read" : undefined} />
      <Form
        form={form}
        isSentByKey={false}
        className="gap-0"
        errorClassName="m-3.5"
        aria-label="Suite"
        actions={
          isReadOnly ? null : (
            <Foot form={form} message="What changed" submit={`Save version ${suite.latestNumber + 1}`} />
          )
        }
      >
        <EvaluatorRows form={form} models={models} saved={content.evaluators} disabled={isReadOnly} />
      </Form>
    </Card>
  );
}

/** What the version is about, and the button that saves it. */
function Foot<Values extends Draft>({
  form,
  message,
  submit,
}: {
  form: ActionForm<Values>;
  message: string;
  submit: string;
}) {
  useShortcut("mod+s", "Save the suite", (event) => {
    event.preventDefault();
    form.submit();
  });
  // Every form of suites holds a draft; generics do not see that its paths are there.
  const draft = form as unknown as ActionForm<Draft>;
  return (
    <CardFooter className="items-end">
      <FormField
        form={draft}
        name="message"
        label={<span className="sr-only">{message}</span>}
        className="min-w-40 flex-1"
      >
        <Input maxLength={500} placeholder={message} />
      </FormField>
      <SubmitButton form={draft}>{submit}</SubmitButton>
    </CardFooter>
  );
}
