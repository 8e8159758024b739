"use client";

import { useProblemAt } from "#components/form/form-scope.client";
import type { RouteDefinitionInput } from "#schema/routes";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Checkbox } from "#ui/checkbox";

export type PolicyChoice = { id: string; name: string; isEnabled: boolean };

type PolicyFieldsProps = {
  definition: RouteDefinitionInput;
  policies: readonly PolicyChoice[];
  onChange: (definition: RouteDefinitionInput) => void;
};

/** Which policies judge a route's calls. */
export function PolicyFields({ definition, policies, onChange }: PolicyFieldsProps) {
  const { policyIds = [] } = definition;
  const problem = useProblemAt("policyIds");
  const setPolicy = (id: string, isChosen: boolean) =>
    onChange({
      ...definition,
      policyIds: isChosen ? [...policyIds, id] : policyIds.filter((known) => known !== id),
    });
  return (
    <Card>
      <CardHeader title="Policies" />
      <CardBody>
        <fieldset className="flex min-w-0 flex-col gap-2">
          <legend className="sr-only">Policies</legend>
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
      </CardBody>
    </Card>
  );
}
