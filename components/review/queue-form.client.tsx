"use client";

import { type FormEvent, useState } from "react";
import type { ActionFailure } from "#components/form/failure";
import { formatPercent } from "#platform/format";
import type { CreateQueueInput, Queue } from "#schema/review";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { DialogClose } from "#ui/dialog";
import { Field } from "#ui/field";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { Switch } from "#ui/switch";
import { Textarea } from "#ui/textarea";
import { formText } from "#platform/form";

export type QueueFormProps = {
  queue?: Queue;
  datasets: readonly { id: string; name: string }[];
  submitLabel: string;
  isPending: boolean;
  failure: ActionFailure | null;
  onSubmit: (values: CreateQueueInput) => void;
};

const shares = [0, 0.1, 0.2, 0.5, 1];

/** Name, guidelines and rules of a queue: for a new one and for one that stands. */
export function QueueForm({ queue, datasets, submitLabel, isPending, failure, onSubmit }: QueueFormProps) {
  const [isBlind, setBlind] = useState(queue?.isBlind ?? true);
  const chosenShare = queue?.secondOpinionShare ?? 0;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const dataset = formText(form, "datasetId");
    onSubmit({
      name: formText(form, "name"),
      guidelines: formText(form, "guidelines"),
      isBlind,
      secondOpinionShare: Number(form.get("secondOpinionShare")),
      datasetId: dataset === "" ? null : dataset,
    });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Field label="Name" required error={failure?.fields["name"]}>
        <Input
          name="name"
          maxLength={80}
          required
          autoComplete="off"
          defaultValue={queue?.name}
          placeholder="Triage, weekly sample"
        />
      </Field>
      <Field
        label="Guidelines"
        hint="What makes an output good here. Reviewers read it beside the task."
        error={failure?.fields["guidelines"]}
      >
        <Textarea name="guidelines" rows={4} maxLength={20_000} defaultValue={queue?.guidelines} />
      </Field>
      <Field
        label="Corrections become examples in"
        hint="For tasks that name no dataset of their own, such as those from traffic."
      >
        <NativeSelect name="datasetId" defaultValue={queue?.datasetId ?? ""}>
          <option value="">no dataset</option>
          {datasets.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </NativeSelect>
      </Field>
      <Field
        label="Second opinions"
        hint="Share of new tasks that two people decide, so that agreement can be measured."
      >
        <NativeSelect name="secondOpinionShare" defaultValue={String(chosenShare)}>
          {[...new Set([...shares, chosenShare])]
            .toSorted((a, b) => a - b)
            .map((share) => (
              <option key={share} value={share}>
                {share === 0 ? "none" : share === 1 ? "every task" : `${formatPercent(share, 0)} of tasks`}
              </option>
            ))}
        </NativeSelect>
      </Field>
      <Field inline label="Blind: reviewers don't see which version made the output">
        <Switch checked={isBlind} onCheckedChange={setBlind} />
      </Field>
      {failure && Object.keys(failure.fields).length === 0 ? (
        <InlineError>{failure.message}</InlineError>
      ) : null}
      <div className="flex justify-end gap-2">
        <DialogClose asChild>
          <Button variant="ghost">Cancel</Button>
        </DialogClose>
        <Button type="submit" variant="primary" pending={isPending}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
