"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Form, FormField, SubmitButton } from "#components/form/form.client";
import { useActionForm } from "#components/form/use-action-form.client";
import { paths } from "#platform/paths";
import type { PinnedTarget } from "#schema/routes";
import { Card, CardBody } from "#ui/card";
import { Field } from "#ui/field";
import { type Option, OptionSelect } from "#ui/select";
import { Textarea } from "#ui/textarea";
import type { RequestChoices } from "./request-address.ts";
import { requestPromotionAction } from "../../actions.ts";

export type RequestFormProps = {
  project: string;
  prompts: readonly Option[];
  versions: readonly Option[];
  environments: readonly Option[];
  runs: readonly Option[];
  models: readonly Option[];
  chosen: {
    model: PinnedTarget | null;
    modelKey: string | null;
    promptId: string | null;
    versionId: string | null;
    environment: string;
    baselineRunId?: string;
    candidateRunId?: string;
  };
  /** What the address names; the rest of what is chosen is the usual. */
  asked: RequestChoices;
  servedNumber: number | null;
  isSame: boolean;
  /** Promotions of this prompt that wait, in any environment. */
  open: readonly { number: number; environment: string; version: number; by: string }[];
};

const schema = () => import("#schema/releases").then((room) => room.RequestPromotionInput);
const newest = "newest";
const own = "own";

/** The choices live in the address, so that the page can show what they mean; the reason stays here until it is sent. */
export function RequestForm({
  project,
  prompts,
  versions,
  environments,
  runs,
  models,
  chosen,
  asked,
  servedNumber,
  isSame,
  open,
}: RequestFormProps) {
  const [isLoading, startTransition] = useTransition();
  const router = useRouter();
  const choose = (change: Partial<RequestChoices>) =>
    startTransition(() =>
      router.replace(paths.newPromotion(project, { ...asked, ...change }), { scroll: false }),
    );
  const { promptId, versionId, environment, model, modelKey, ...named } = chosen;
  const isBlocked = open.some((promotion) => promotion.environment === environment);
  const form = useActionForm({
    action: requestPromotionAction,
    schema,
    values: { reason: "" },
    input: ({ reason }) => ({
      project,
      promptId: promptId ?? "",
      versionId: versionId ?? "",
      environment,
      model,
      reason,
      ...named,
    }),
    keep: `${project}/promotions/new`,
    onDone: ({ number }) => router.push(paths.promotion(project, number)),
  });
  return (
    <Card>
      <CardBody>
        <Form
          form={form}
          actions={
            <SubmitButton form={form} disabled={!versionId || isSame || isLoading || isBlocked}>
              Request promotion
            </SubmitButton>
          }
        >
          <Field label="Prompt">
            <OptionSelect
              options={prompts}
              value={promptId ?? ""}
              onValueChange={(value) =>
                choose({ promptId: value, versionId: null, candidateRunId: null, baselineRunId: null })
              }
            />
          </Field>
          <Field label="Version">
            <OptionSelect
              options={versions}
              value={versionId ?? ""}
              onValueChange={(value) =>
                choose({ versionId: value, candidateRunId: null, baselineRunId: null })
              }
            />
          </Field>
          <Field
            label="Environment"
            hint={
              servedNumber === null
                ? "It serves nothing of this prompt yet."
                : `It serves v${servedNumber} now.`
            }
          >
            <OptionSelect
              options={environments}
              value={environment}
              onValueChange={(value) => choose({ environment: value })}
            />
          </Field>
          <Field
            label="Model or route"
            hint="What the environment calls; the version's own unless you put another in its place."
          >
            <OptionSelect
              options={[{ value: own, label: "The version's own" }, ...models]}
              value={modelKey ?? own}
              onValueChange={(value) => choose({ model: value === own ? null : value })}
            />
          </Field>
          <Field
            label="Evidence"
            hint="Says on which dataset, suite and model. Of the runs made so the newest counts, and it is compared with the newest of the version in use."
          >
            <OptionSelect
              options={[{ value: newest, label: "Newest run that fits the gate" }, ...runs]}
              value={named.candidateRunId ?? newest}
              onValueChange={(value) =>
                choose({ candidateRunId: value === newest ? null : value, baselineRunId: null })
              }
            />
          </Field>
          <FormField
            form={form}
            name="reason"
            label="Why"
            hint="Shown to the approver and kept in the audit log."
          >
            <Textarea rows={3} maxLength={1000} />
          </FormField>
          <OpenPromotions project={project} open={open} environment={environment} />
        </Form>
      </CardBody>
    </Card>
  );
}

type OpenProps = Pick<RequestFormProps, "project" | "open"> & { environment: string };

/** The promotions of the prompt that wait already: one to the same environment has to be decided first. */
function OpenPromotions({ project, open, environment }: OpenProps) {
  if (open.length === 0) return null;
  return (
    <ul role="status" className="flex flex-col gap-1 text-sm">
      {open.map(({ number, version, by, ...promotion }) => {
        const isHere = promotion.environment === environment;
        return (
          <li
            key={number}
            className={isHere ? "rounded-md bg-warn-weak px-2.5 py-2 text-warn" : "px-2.5 text-text-2"}
          >
            <Link
              className="font-medium underline underline-offset-2"
              href={paths.promotion(project, number)}
            >
              Promotion {number}
            </Link>{" "}
            to v{version} in {promotion.environment}, asked for by {by}, is open.
            {isHere ? " Promote, reject or withdraw it first." : ""}
          </li>
        );
      })}
    </ul>
  );
}
