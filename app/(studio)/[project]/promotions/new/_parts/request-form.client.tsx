"use client";

import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useState, useTransition } from "react";
import { useVerb } from "#components/releases/use-verb.client";
import { paths } from "#platform/paths";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { Card, CardBody } from "#ui/card";
import { Field } from "#ui/field";
import { type Option, OptionSelect } from "#ui/select";
import { Textarea } from "#ui/textarea";
import { requestPromotionAction } from "../../actions.ts";

export type RequestFormProps = {
  project: string;
  prompts: readonly Option[];
  versions: readonly Option[];
  environments: readonly Option[];
  runs: readonly Option[];
  chosen: {
    promptId: string | null;
    versionId: string | null;
    environment: string;
    baselineRunId?: string;
    candidateRunId?: string;
  };
  servedNumber: number | null;
  isSame: boolean;
  openPromotion: number | null;
};

const newest = "newest";

/** The choices live in the address, so that the page can show what they mean; the reason stays here until it is sent. */
export function RequestForm({
  project,
  prompts,
  versions,
  environments,
  runs,
  chosen,
  servedNumber,
  isSame,
  openPromotion,
}: RequestFormProps) {
  const [reason, setReason] = useState("");
  const [isLoading, startTransition] = useTransition();
  const router = useRouter();
  const [pathname, query] = [usePathname(), useSearchParams()];
  const { run, pending, problem } = useVerb(requestPromotionAction, ({ number }) =>
    router.push(paths.promotion(project, number)),
  );
  const choose = (change: Record<string, string | null>) => {
    const next = new URLSearchParams(query);
    for (const [key, value] of Object.entries(change)) {
      if (value === null) next.delete(key);
      else next.set(key, value);
    }
    startTransition(() => router.replace(`${pathname}?${next}`, { scroll: false }));
  };
  const { promptId, versionId, environment, ...named } = chosen;
  const submit = () =>
    promptId && versionId && run({ project, promptId, versionId, environment, reason, ...named });
  return (
    <Card>
      <CardBody className="flex flex-col gap-3">
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
            onValueChange={(value) => choose({ versionId: value, candidateRunId: null, baselineRunId: null })}
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
          label="Evidence"
          hint="The run that argues for it; it is compared with a run of the version in use."
        >
          <OptionSelect
            options={[{ value: newest, label: "Newest finished run" }, ...runs]}
            value={named.candidateRunId ?? newest}
            onValueChange={(value) =>
              choose({ candidateRunId: value === newest ? null : value, baselineRunId: null })
            }
          />
        </Field>
        <Field label="Why" hint="Shown to the approver and kept in the audit log.">
          <Textarea
            rows={3}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            maxLength={1000}
          />
        </Field>
        {openPromotion === null ? null : (
          <p className="text-sm text-warn">
            <Link className="underline" href={paths.promotion(project, openPromotion)}>
              Promotion {openPromotion}
            </Link>{" "}
            of this prompt is open there; it must be decided first.
          </p>
        )}
        {problem ? <InlineError>{problem}</InlineError> : null}
        <Button
          variant="primary"
          disabled={!versionId || isSame || isLoading}
          pending={pending}
          onClick={submit}
        >
          Request promotion
        </Button>
      </CardBody>
    </Card>
  );
}
