"use client";

import { FieldAt } from "#components/form/form-scope.client";
import type { RouteDefinitionInput } from "#schema/routes";
import { Card, CardBody, CardHeader } from "#ui/card";
import { NumberInput } from "#components/form/number-input.client";
import { Seconds } from "./seconds.client.tsx";
import { withoutAbsent } from "./without-absent.ts";

type SlaFieldsProps = {
  definition: RouteDefinitionInput;
  onChange: (definition: RouteDefinitionInput) => void;
};

/** What the route promises. A choice by cost keeps to the time. */
export function SlaFields({ definition, onChange }: SlaFieldsProps) {
  const { sla = {} } = definition;
  const set = (change: typeof sla) => {
    const next = withoutAbsent({ ...sla, ...change });
    const { sla: _, ...others } = definition;
    onChange(Object.keys(next).length > 0 ? { ...definition, sla: next } : others);
  };
  return (
    <Card>
      <CardHeader
        title="SLA"
        note="What is promised; the figures stand below. The cheapest model is chosen among those that keep to the time."
      />
      <CardBody className="grid grid-cols-4 gap-3 max-lg:grid-cols-2">
        <FieldAt label="95 % of answers within" hint="s" path="sla.p95Ms">
          <Seconds value={sla.p95Ms} onMs={(p95Ms) => set({ p95Ms })} />
        </FieldAt>
        <FieldAt label="An answer costs at most" hint="US dollars, on average" path="sla.costUsd">
          <NumberInput value={sla.costUsd} onValue={(costUsd) => set({ costUsd })} />
        </FieldAt>
      </CardBody>
    </Card>
  );
}
