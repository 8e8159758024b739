"use client";

import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { paths } from "#platform/paths";
import type { Benchmark, BenchmarkScores } from "#schema/evaluation";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Dialog, DialogContent, DialogForm } from "#ui/dialog";
import { Field } from "#ui/field";
import { NativeSelect } from "#ui/native-select";
import type { BenchmarkChoices } from "../../../_parts/benchmark-choices.ts";
import { clearBenchmarkAction, runOnBenchmarkAction, setBenchmarkAction } from "../../../actions.ts";

type Props = {
  project: string;
  promptId: string;
  found: BenchmarkScores;
  /** Null where the person may not pin one. */
  choices: BenchmarkChoices | null;
  latest: { id: string; number: number };
  mayRun: boolean;
};

/** What the versions of a prompt are judged by, what has moved on since, and a run of the newest version on it. */
export function BenchmarkCard({ project, promptId, found, choices, latest, mayRun }: Props) {
  const { benchmark, drift, scores } = found;
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const start = useStudioAction(runOnBenchmarkAction, ({ id }: { id: string }) =>
    router.push(paths.run(project, id)),
  );
  const isRun = scores.some(({ versionId }) => versionId === latest.id);
  return (
    <Card id="benchmark" className="scroll-mt-16">
      <CardHeader
        title="Benchmark"
        note={benchmark ? undefined : "nothing pinned: versions have no score"}
        actions={
          <>
            {choices ? (
              <Button size="sm" onClick={() => setOpen(true)}>
                {benchmark ? "Change" : "Pin a benchmark"}
              </Button>
            ) : null}
            {benchmark && mayRun ? (
              <Button
                size="sm"
                variant={isRun ? undefined : "primary"}
                pending={start.isPending}
                onClick={() => start.run({ project, promptVersionId: latest.id })}
              >
                Run v{latest.number} on it
              </Button>
            ) : null}
          </>
        }
      />
      {benchmark ? (
        <CardBody className="flex flex-col gap-1">
          <p>{namesIn(benchmark)}</p>
          {drift.map((sentence) => (
            <p key={sentence} className="text-sm text-warn">
              <span aria-hidden="true">▲ </span>
              {sentence}
            </p>
          ))}
          {start.failure ? <InlineError>{start.failure.message}</InlineError> : null}
        </CardBody>
      ) : null}
      {isOpen && choices ? (
        <PinDialog
          project={project}
          promptId={promptId}
          benchmark={benchmark}
          choices={choices}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </Card>
  );
}

function namesIn({ datasetName, datasetVersionNumber, suiteName, suiteVersionNumber, target }: Benchmark) {
  return `${datasetName}@${datasetVersionNumber} under ${suiteName}@${suiteVersionNumber} with ${target.model}`;
}

type PinProps = Pick<Props, "project" | "promptId"> & {
  benchmark: Benchmark | null;
  choices: BenchmarkChoices;
  onClose: () => void;
};

function PinDialog({ project, promptId, benchmark, choices, onClose }: PinProps) {
  const formId = useId();
  const { datasets, suites, models } = choices;
  const [datasetVersionId, setDataset] = useState(
    datasets.find(({ id }) => id === benchmark?.newestDatasetVersion.id)?.id ?? datasets[0]?.id ?? "",
  );
  const [suiteVersionId, setSuite] = useState(
    suites.find(({ id }) => id === benchmark?.newestSuiteVersion.id)?.id ?? suites[0]?.id ?? "",
  );
  const [modelAt, setModelAt] = useState(
    Math.max(
      0,
      models.findIndex(
        ({ target }) =>
          target.connectionId === benchmark?.target.connectionId && target.model === benchmark.target.model,
      ),
    ),
  );
  const save = useStudioAction(setBenchmarkAction, onClose);
  const clear = useStudioAction(clearBenchmarkAction, onClose);
  const target = models[modelAt]?.target;
  const failure = save.failure ?? clear.failure;
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent
        title="Pin a benchmark"
        description="Versions show their score on it and on nothing else. The states of dataset and suite are pinned too; when there are newer ones, the benchmark says so."
        footer={
          <>
            {benchmark ? (
              <Button pending={clear.isPending} onClick={() => clear.run({ project, promptId })}>
                Unpin
              </Button>
            ) : null}
            <Button
              variant="primary"
              type="submit"
              form={formId}
              pending={save.isPending}
              disabled={!target || !datasetVersionId || !suiteVersionId}
            >
              Pin
            </Button>
          </>
        }
      >
        <DialogForm
          id={formId}
          onSubmit={() => target && save.run({ project, promptId, datasetVersionId, suiteVersionId, target })}
        >
          <Field label="Dataset">
            <Choice items={datasets} value={datasetVersionId} onValue={setDataset} />
          </Field>
          <Field label="Suite">
            <Choice items={suites} value={suiteVersionId} onValue={setSuite} />
          </Field>
          <Field
            label="Model"
            hint={
              models.length === 0
                ? "Connect a model first; a simulated one says nothing of quality."
                : undefined
            }
          >
            <Choice
              items={models.map(({ name }, at) => ({ id: String(at), name }))}
              value={String(modelAt)}
              onValue={(at) => setModelAt(Number(at))}
            />
          </Field>
          {failure ? <InlineError>{failure.message}</InlineError> : null}
        </DialogForm>
      </DialogContent>
    </Dialog>
  );
}

type ChoiceProps = {
  items: readonly { id: string; name: string }[];
  value: string;
  onValue: (id: string) => void;
};

function Choice({ items, value, onValue, ...field }: ChoiceProps) {
  return (
    <NativeSelect {...field} value={value} onChange={(event) => onValue(event.target.value)}>
      {items.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </NativeSelect>
  );
}
