"use client";

import { FieldAt, useProblemAt } from "#components/form/form-scope.client";
import { useStudioAction } from "#components/form/use-studio-action.client";
import { formatCount } from "#platform/format";
import type { RouteDefinitionInput } from "#schema/routes";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Checkbox } from "#ui/checkbox";
import { toastDone } from "#ui/toaster";
import { forgetAnswersAction } from "../../actions.ts";
import { NumberInput } from "./number-input.client.tsx";

export type PolicyChoice = { id: string; name: string; isEnabled: boolean };

type AnswerFieldsProps = {
  project: string;
  /** Null for a new route, which has no answers to forget. */
  routeId: string | null;
  definition: RouteDefinitionInput;
  policies: readonly PolicyChoice[];
  onChange: (definition: RouteDefinitionInput) => void;
};

/** Which policies judge a route's calls, and whether an answer is given again. */
export function AnswerFields({ project, routeId, definition, policies, onChange }: AnswerFieldsProps) {
  const { policyIds = [], cache } = definition;
  const problem = useProblemAt("policyIds");
  const setCache = (ttlSeconds: number | undefined) => {
    const { cache: _, ...rest } = definition;
    onChange(ttlSeconds === undefined ? rest : { ...rest, cache: { ttlSeconds } });
  };
  const setPolicy = (id: string, isChosen: boolean) =>
    onChange({
      ...definition,
      policyIds: isChosen ? [...policyIds, id] : policyIds.filter((known) => known !== id),
    });
  return (
    <Card>
      <CardHeader title="Policies and cache" />
      <CardBody className="grid grid-cols-2 gap-4 max-sm:grid-cols-1">
        <fieldset className="flex min-w-0 flex-col gap-2">
          <legend className="pb-1 text-sm font-medium">Policies</legend>
          {policies.length === 0 ? (
            <p className="text-sm text-text-3">This project has no policy yet.</p>
          ) : null}
          {policies.map(({ id, name, isEnabled }) => (
            <label key={id} className="flex items-center gap-2 text-sm">
              <Checkbox
                checked={isEnabled || policyIds.includes(id)}
                disabled={isEnabled}
                onCheckedChange={(isChosen) => setPolicy(id, isChosen === true)}
              />
              <span className="min-w-0 truncate">{name}</span>
              <span className="text-text-3">{isEnabled ? "on for every call" : "off for other calls"}</span>
            </label>
          ))}
          {problem ? <p className="text-sm text-bad">{problem}</p> : null}
        </fieldset>
        <div className="flex flex-col items-start gap-2">
          <FieldAt
            label="Cache"
            hint="s that an answer is given again to the same call of a program; empty asks a model each time"
            path="cache.ttlSeconds"
          >
            <NumberInput value={cache?.ttlSeconds} onValue={setCache} />
          </FieldAt>
          {routeId && cache ? <ForgetAnswers project={project} routeId={routeId} /> : null}
        </div>
      </CardBody>
    </Card>
  );
}

function ForgetAnswers({ project, routeId }: { project: string; routeId: string }) {
  const { run, isPending } = useStudioAction(forgetAnswersAction, ({ forgotten }) =>
    toastDone(forgotten === 0 ? "The cache was empty" : `${formatCount(forgotten, "answer")} forgotten`),
  );
  return (
    <Button size="sm" pending={isPending} onClick={() => run({ project, routeId })}>
      Empty the cache
    </Button>
  );
}
