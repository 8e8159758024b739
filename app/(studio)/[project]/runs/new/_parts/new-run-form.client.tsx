"use client";

import { choiceLabel } from "#client/models";
import { isSameTarget, keyOfTarget, plainTarget, targetLabel } from "#client/routes";
import type { OfferedRoute, PinnedTarget } from "#schema/routes";
import { useRouter } from "next/navigation";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { formatCount } from "#platform/format";
import { paths } from "#platform/paths";
import { maxConcurrency, maxSamples } from "#constants/evaluation";
import { Card, CardBody, CardFooter } from "#ui/card";
import { Checkbox } from "#ui/checkbox";
import { Chip } from "#ui/chip";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { Label } from "#ui/label";
import { NativeSelect } from "#ui/native-select";
import { startRunsAction } from "../../actions.ts";

const served = "served";
const schema = () => import("#schema/evaluation").then((room) => room.StartRunsInput);

type Model = {
  connectionId: string;
  model: string;
  connectionName: string;
  isSimulated: boolean;
  isLocal: boolean;
};
type Props = {
  project: string;
  promptId: string;
  prompts: readonly { id: string; name: string }[];
  versions: readonly { id: string; number: number; message: string; labels: string[] }[];
  chosen: readonly string[];
  datasets: readonly { id: string; name: string; exampleCount: number }[];
  datasetVersionId: string | undefined;
  suites: readonly { id: string; name: string; note: string }[];
  suiteVersionId: string | undefined;
  models: readonly Model[];
  routes: readonly OfferedRoute[];
  /** What to begin with; null is each version as it is served. */
  target: PinnedTarget | null | undefined;
};

/** The form of a new run; two versions chosen make two runs on the same examples. */
export function NewRunForm({
  project,
  promptId,
  prompts,
  versions,
  chosen,
  datasets,
  datasetVersionId,
  suites,
  suiteVersionId,
  models,
  routes,
  target,
}: Props) {
  const router = useRouter();
  const form = useActionForm({
    action: startRunsAction,
    schema,
    values: {
      promptVersionIds: [...chosen],
      datasetVersionId: chosenOf(datasets, datasetVersionId),
      suiteVersionId: chosenOf(suites, suiteVersionId),
      target: firstChoice(models, routes, target),
      concurrency: "8",
      samples: "1",
    },
    input: ({ target: modelAt, concurrency, samples, promptVersionIds, ...typed }) => ({
      project,
      ...typed,
      // Older versions first, so that their runs get the lower numbers.
      promptVersionIds: versions
        .filter(({ id }) => promptVersionIds.includes(id))
        .toReversed()
        .map(({ id }) => id),
      ...(modelAt === served ? {} : { target: targetOf(modelAt, models, routes) }),
      concurrency: numberOf(concurrency),
      samples: numberOf(samples),
    }),
    onDone: (runs) => {
      const [first] = runs;
      if (runs.length === 1 && first) router.push(paths.run(project, first.id));
      else router.push(paths.runs(project, { promptId }));
    },
  });
  const typed = form.fields.watch();
  const versionIds = typed.promptVersionIds;
  const choice = [...models, ...routes].find((each) => keyOfTarget(each) === typed.target);
  const dataset = datasets.find(({ id }) => id === typed.datasetVersionId);
  const calls = (dataset?.exampleCount ?? 0) * versionIds.length * Math.max(1, Number(typed.samples) || 1);
  return (
    <Card>
      <Form
        form={form}
        className="gap-0"
        errorClassName="mx-3.5 mb-3.5"
        actions={
          <CardFooter className="justify-between">
            <span className="num">
              {versionIds.length === 0
                ? "Choose at least one version."
                : `${formatCount(calls, "call")} to ${choice ? targetLabel(choice) : "what each version is served by"}`}
            </span>
            <SubmitButton form={form} disabled={versionIds.length === 0}>
              {versionIds.length > 1 ? `Start ${versionIds.length} runs` : "Start the run"}
            </SubmitButton>
          </CardFooter>
        }
      >
        <CardBody className="flex flex-col gap-4">
          <Field label="Prompt">
            <NativeSelect
              value={promptId}
              onChange={(event) =>
                router.replace(paths.newRun(project, { promptId: event.target.value }), { scroll: false })
              }
            >
              {prompts.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </NativeSelect>
          </Field>
          <fieldset className="flex flex-col gap-1">
            <legend className="mb-1 text-sm font-medium text-text-2">Versions</legend>
            <ul className="max-h-64 overflow-y-auto rounded-md border border-line-2">
              {versions.map(({ id, number, message, labels }) => (
                <li
                  key={id}
                  className="flex min-h-9 items-center gap-2 border-b border-line px-2.5 py-1 last:border-b-0"
                >
                  <Checkbox
                    id={`version-${id}`}
                    checked={versionIds.includes(id)}
                    onCheckedChange={(checked) =>
                      form.change(
                        "promptVersionIds",
                        checked === true ? [...versionIds, id] : versionIds.filter((each) => each !== id),
                      )
                    }
                  />
                  <Label
                    htmlFor={`version-${id}`}
                    className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 text-base font-normal text-text"
                  >
                    <span className="num font-medium">Version {number}</span>
                    <span className="min-w-0 truncate text-text-2">{message}</span>
                    {labels.map((label) => (
                      <Chip key={label}>{label}</Chip>
                    ))}
                  </Label>
                </li>
              ))}
            </ul>
          </fieldset>
          <div className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
            <FormField form={form} name="datasetVersionId" label="Dataset">
              <NativeSelect>
                {datasets.map(({ id, name, exampleCount }) => (
                  <option key={id} value={id}>
                    {name}, {formatCount(exampleCount, "example")}
                  </option>
                ))}
              </NativeSelect>
            </FormField>
            <FormField form={form} name="suiteVersionId" label="Suite">
              <NativeSelect>
                {suites.map(({ id, name, note }) => (
                  <option key={id} value={id}>
                    {name}, {note}
                  </option>
                ))}
              </NativeSelect>
            </FormField>
            <FormField
              form={form}
              name="target"
              label="Model or route"
              hint={
                choice?.isSimulated
                  ? "Simulated answers never count as quality: good for looking around, not for deciding."
                  : undefined
              }
            >
              <NativeSelect>
                <option value={served}>as each version is served</option>
                <optgroup label="Models">
                  {models.map((each) => (
                    <option key={keyOfTarget(each)} value={keyOfTarget(each)}>
                      {choiceLabel(each)}
                    </option>
                  ))}
                </optgroup>
                {routes.length > 0 ? (
                  <optgroup label="Routes">
                    {routes.map((each) => (
                      <option key={keyOfTarget(each)} value={keyOfTarget(each)}>
                        {targetLabel(each)} ({each.models.join(", ")})
                      </option>
                    ))}
                  </optgroup>
                ) : null}
              </NativeSelect>
            </FormField>
            <FormField
              form={form}
              name="concurrency"
              label="Calls at once"
              hint={`1 to ${maxConcurrency}; fewer where the provider limits you.`}
            >
              <Input type="number" inputMode="numeric" min={1} max={maxConcurrency} />
            </FormField>
            <FormField
              form={form}
              name="samples"
              label="Answers to each example"
              hint={`1 to ${maxSamples}; several show how steady the answers are, and pass@k. Intervals still count examples.`}
            >
              <Input type="number" inputMode="numeric" min={1} max={maxSamples} />
            </FormField>
          </div>
        </CardBody>
      </Form>
    </Card>
  );
}

/** What is not typed is no number, which the schema refuses. */
function numberOf(typed: string): number {
  return typed === "" ? Number.NaN : Number(typed);
}

function chosenOf(choices: readonly { id: string }[], wanted: string | undefined): string {
  return (choices.find(({ id }) => id === wanted) ?? choices[0])?.id ?? "";
}

function targetOf(key: string, models: Props["models"], routes: Props["routes"]): PinnedTarget | undefined {
  const choice = [...models, ...routes].find((each) => keyOfTarget(each) === key);
  return choice && plainTarget(choice);
}

/** What to begin with where it is offered, else the first model that is not simulated, else the first. */
function firstChoice(models: Props["models"], routes: Props["routes"], target: Props["target"]): string {
  if (target === null) return served;
  const known = [...models, ...routes].find((each) => isSameTarget(each, target));
  return keyOfTarget(known ?? models.find(({ isSimulated }) => !isSimulated) ?? models[0]);
}
