"use client";

import type { ReactNode } from "react";
import type { StudioResult } from "#components/form/failure";
import { FormDialog } from "#components/form/form-dialog.client";
import { FormField } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { formatPercent } from "#platform/format";
import type { CreateQueueInput, Queue } from "#schema/review";
import { Button } from "#ui/button";
import { DialogClose } from "#ui/dialog";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { Switch } from "#ui/switch";
import { Textarea } from "#ui/textarea";

export type QueueFormProps = {
  queue?: Queue;
  datasets: readonly { id: string; name: string }[];
  open: boolean;
  onOpenChange: (isOpen: boolean) => void;
  trigger: ReactNode;
  title: string;
  description: string;
  submitLabel: string;
  /** Makes or changes the queue. */
  action: (input: CreateQueueInput) => Promise<StudioResult<Queue> | undefined>;
  onDone: (queue: Queue) => void;
};

const shares = [0, 0.1, 0.2, 0.5, 1];
const schema = () => import("#schema/review").then((room) => room.CreateQueueInput);

/** Name, guidelines and rules of a queue: for a new one and for one that stands. */
export function QueueForm({ queue, datasets, action, onDone, submitLabel, ...dialog }: QueueFormProps) {
  const chosenShare = queue?.secondOpinionShare ?? 0;
  const form = useActionForm({
    action,
    schema,
    values: {
      name: queue?.name ?? "",
      guidelines: queue?.guidelines ?? "",
      datasetId: queue?.datasetId ?? "",
      secondOpinionShare: String(chosenShare),
      isBlind: queue?.isBlind ?? true,
    },
    input: ({ datasetId, secondOpinionShare, ...typed }): CreateQueueInput => ({
      ...typed,
      secondOpinionShare: Number(secondOpinionShare),
      datasetId: datasetId === "" ? null : datasetId,
    }),
    after: queue ? "keep" : "empty",
    onDone,
  });
  return (
    <FormDialog
      {...dialog}
      form={form}
      submitLabel={submitLabel}
      actions={
        <DialogClose asChild>
          <Button variant="ghost">Cancel</Button>
        </DialogClose>
      }
    >
      <FormField form={form} name="name" label="Name" required>
        <Input maxLength={80} autoComplete="off" placeholder="Triage, weekly sample" />
      </FormField>
      <FormField
        form={form}
        name="guidelines"
        label="Guidelines"
        hint="What makes an output good here. Reviewers read it beside the task."
      >
        <Textarea rows={4} maxLength={20_000} />
      </FormField>
      <FormField
        form={form}
        name="datasetId"
        label="Corrections become examples in"
        hint="For tasks that name no dataset of their own, such as those from traffic."
      >
        <NativeSelect>
          <option value="">no dataset</option>
          {datasets.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </NativeSelect>
      </FormField>
      <FormField
        form={form}
        name="secondOpinionShare"
        label="Second opinions"
        hint="Share of new tasks that two people decide, so that agreement can be measured."
      >
        <NativeSelect>
          {[...new Set([...shares, chosenShare])]
            .toSorted((a, b) => a - b)
            .map((share) => (
              <option key={share} value={share}>
                {share === 0 ? "none" : share === 1 ? "every task" : `${formatPercent(share, 0)} of tasks`}
              </option>
            ))}
        </NativeSelect>
      </FormField>
      <FormField
        form={form}
        name="isBlind"
        as="checked"
        inline
        label="Blind: reviewers don't see which version made the output"
      >
        <Switch />
      </FormField>
    </FormDialog>
  );
}
