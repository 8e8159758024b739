"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { isSameTarget, targetLabel } from "#client/routes";
import { paths } from "#platform/paths";
import type { Benchmark, BenchmarkScores } from "#schema/evaluation";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { NativeSelect } from "#ui/native-select";
import type { BenchmarkChoices } from "../../../_parts/benchmark-choices.ts";
import { clearBenchmarkAction, runOnBenchmarkAction, setBenchmarkAction } from "../../../actions.ts";

const schema = () => import("#schema/evaluation").then((room) => room.SetBenchmarkInput);

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
  const start = useStudioAction(
    runOnBenchmarkAction,
    ({ id }: { id: string }) => router.push(paths.run(project, id)),
    { isQuiet: true },
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
      {choices ? (
        <PinDialog {...{ project, promptId, benchmark, choices, isOpen }} onOpenChange={setOpen} />
      ) : null}
    </Card>
  );
}

function namesIn({ datasetName, datasetVersionNumber, suiteName, suiteVersionNumber, target }: Benchmark) {
  return `${datasetName}@${datasetVersionNumber} under ${suiteName}@${suiteVersionNumber} with ${targetLabel(target)}`;
}

type PinProps = Pick<Props, "project" | "promptId"> & {
  benchmark: Benchmark | null;
  choices: BenchmarkChoices;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

function PinDialog({ project, promptId, benchmark, choices, isOpen, onOpenChange }: PinProps) {
  const { datasets, suites, models } = choices;
  const clear = useStudioAction(clearBenchmarkAction, () => onOpenChange(false));
  const form = useActionForm({
    action: setBenchmarkAction,
    schema,
    values: {
      datasetVersionId: chosenOf(datasets, benchmark?.newestDatasetVersion.id),
      suiteVersionId: chosenOf(suites, benchmark?.newestSuiteVersion.id),
      target: String(placeOf(models, benchmark)),
    },
    input: ({ target, ...typed }) => ({
      project,
      promptId,
      ...typed,
      target: models[Number(target)]?.target ?? { connectionId: "", model: "" },
    }),
    onDone: () => onOpenChange(false),
  });
  const typed = form.fields.watch();
  return (
    <FormDialog
      form={form}
      open={isOpen}
      onOpenChange={onOpenChange}
      title="Pin a benchmark"
      description="Versions show their score on it and on nothing else. The states of dataset and suite are pinned too; when there are newer ones, the benchmark says so."
      actions={
        benchmark ? (
          <Button pending={clear.isPending} onClick={() => clear.run({ project, promptId })}>
            Unpin
          </Button>
        ) : null
      }
      submitLabel="Pin"
      isSubmitDisabled={models.length === 0 || !typed.datasetVersionId || !typed.suiteVersionId}
    >
      <FormField form={form} name="datasetVersionId" label="Dataset">
        <NativeSelect>{optionsOf(datasets)}</NativeSelect>
      </FormField>
      <FormField form={form} name="suiteVersionId" label="Suite">
        <NativeSelect>{optionsOf(suites)}</NativeSelect>
      </FormField>
      <FormField
        form={form}
        name="target"
        label="Model or route"
        hint={
          models.length === 0 ? "Connect a model first; a simulated one says nothing of quality." : undefined
        }
      >
        <NativeSelect>{optionsOf(models.map(({ name }, at) => ({ id: String(at), name })))}</NativeSelect>
      </FormField>
    </FormDialog>
  );
}

type Named = { id: string; name: string };

function optionsOf(items: readonly Named[]) {
  return items.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ));
}

function chosenOf(items: readonly Named[], wanted: string | undefined): string {
  return (items.find(({ id }) => id === wanted) ?? items[0])?.id ?? "";
}

function placeOf(models: BenchmarkChoices["models"], benchmark: Benchmark | null): number {
  const at = models.findIndex(({ target }) => isSameTarget(target, benchmark?.target));
  return Math.max(0, at);
}
