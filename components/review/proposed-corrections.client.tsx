"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useShortcut } from "#ui/shortcuts.client";
import type { StudioAction } from "#components/form/failure";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { paths } from "#platform/paths";
import type {
  AcceptCorrectionInput,
  Decision,
  DeclineCorrectionInput,
  ProposedCorrection,
} from "#schema/review";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { cn } from "#ui/cn";
import { RelativeTime } from "#ui/relative-time";
import { Textarea } from "#ui/textarea";
import { toastDone } from "#ui/toaster";
import { EditedText } from "./edited-text.tsx";

const schema = () => import("#schema/review").then((room) => room.DeclineCorrectionInput);

type Props = {
  project: string;
  corrections: readonly ProposedCorrection[];
  accept: StudioAction<AcceptCorrectionInput, Decision>;
  decline: StudioAction<DeclineCorrectionInput, Decision>;
};

/** The corrections that wait, each with what it changes; a second person lets it in or keeps it out. */
export function ProposedCorrections({ project, corrections, accept, decline }: Props) {
  const [chosenId, setChosenId] = useState<string | null>(null);
  const place = Math.max(
    0,
    corrections.findIndex(({ decisionId }) => decisionId === chosenId),
  );
  const current = corrections[place];
  const step = (by: 1 | -1) =>
    setChosenId(corrections[Math.min(corrections.length - 1, Math.max(0, place + by))]?.decisionId ?? null);
  useShortcut("j", "Next correction", () => step(1));
  useShortcut("k", "Correction before", () => step(-1));
  return (
    <ul aria-label="Corrections that wait" className="flex flex-col gap-3">
      {corrections.map((correction) => (
        <li key={correction.decisionId}>
          <Correction
            project={project}
            correction={correction}
            isCurrent={correction === current}
            onChoose={() => setChosenId(correction.decisionId)}
            accept={accept}
            decline={decline}
          />
        </li>
      ))}
    </ul>
  );
}

type CorrectionProps = Omit<Props, "corrections"> & {
  correction: ProposedCorrection;
  isCurrent: boolean;
  onChoose: () => void;
};

function Correction({ project, correction, isCurrent, onChoose, accept, decline }: CorrectionProps) {
  const router = useRouter();
  const [isDeclining, setDeclining] = useState(false);
  const { decisionId, isMine } = correction;
  const accepting = useStudioAction(
    accept,
    () => {
      toastDone(`It is an example of ${correction.datasetName} now.`);
      router.refresh();
    },
    { isQuiet: true },
  );
  const mayAct = isCurrent && !isMine;
  useShortcut("a", "Let the correction into its dataset", () => accepting.run({ project, decisionId }), {
    enabled: mayAct && !isDeclining,
  });
  useShortcut("x", "Keep the correction out", () => setDeclining((now) => !now), { enabled: mayAct });
  const { failure } = accepting;
  return (
    <Card
      aria-current={isCurrent || undefined}
      onPointerDown={onChoose}
      className={cn("current-mark flex flex-col gap-2.5 p-3.5", isCurrent && "border-accent")}
    >
      <p className="flex flex-wrap items-baseline gap-x-2 text-sm text-text-2">
        <Link
          href={paths.queue(project, correction.queueId, correction.taskId)}
          className="text-base text-text hover:underline"
        >
          {correction.taskNumber} · {correction.taskTitle}
        </Link>
        by {correction.reviewerName} <RelativeTime value={correction.createdAt} /> for{" "}
        <code>{correction.datasetName}</code>
      </p>
      <div className="text-lg">
        <EditedText original={correction.output} correction={correction.correction} />
      </div>
      {correction.comment ? <p className="text-text-2">“{correction.comment}”</p> : null}
      {failure ? <InlineError>{failure.message}</InlineError> : null}
      {isMine ? (
        <p className="text-sm text-text-3">You wrote it: a second person lets it in.</p>
      ) : isDeclining ? (
        <Decline {...{ project, correction, decline }} onClose={() => setDeclining(false)} />
      ) : (
        <span className="flex gap-2">
          <Button
            kbd={isCurrent ? "A" : undefined}
            pending={accepting.isPending}
            onClick={() => accepting.run({ project, decisionId })}
          >
            Let it in
          </Button>
          <Button variant="ghost" kbd={isCurrent ? "X" : undefined} onClick={() => setDeclining(true)}>
            Keep it out…
          </Button>
        </span>
      )}
    </Card>
  );
}

type DeclineProps = Pick<CorrectionProps, "project" | "correction" | "decline"> & { onClose: () => void };

/** Why a correction stays out of its dataset. */
function Decline({ project, correction, decline, onClose }: DeclineProps) {
  const router = useRouter();
  const form = useActionForm({
    action: decline,
    schema,
    values: { reason: "" },
    input: ({ reason }) => ({ project, decisionId: correction.decisionId, reason }),
    keep: `${project}/corrections/${correction.decisionId}`,
    onDone: () => {
      toastDone(`Kept out of ${correction.datasetName}. The decision stands.`);
      router.refresh();
    },
  });
  return (
    <Form
      form={form}
      className="gap-2"
      actions={
        <span className="flex gap-2">
          <SubmitButton form={form}>Keep it out</SubmitButton>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
        </span>
      }
    >
      <FormField form={form} name="reason" label="Why it stays out">
        <Textarea rows={2} />
      </FormField>
    </Form>
  );
}
