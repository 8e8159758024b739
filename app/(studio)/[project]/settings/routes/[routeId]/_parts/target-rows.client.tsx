"use client";

import { Plus, X } from "lucide-react";
import { FieldAt } from "#components/form/form-scope.client";
import { routeLimits } from "#constants/routes";
import type { ModelTarget } from "#schema/models";
import type { RouteDefinitionInput } from "#schema/routes";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { NumberInput } from "#components/form/number-input.client";
import { withoutAbsent } from "./without-absent.ts";

/** A model to choose, named as a person knows it. */
export type Choice = ModelTarget & { label: string };
type Targets = RouteDefinitionInput["targets"];

type TargetRowsProps = {
  targets: Targets;
  models: Choice[];
  isLocked: boolean;
  /** Conditions name the models, so they can be named here. */
  isNamed: boolean;
  onChange: (targets: Targets) => void;
};

/** The models of a route, each with its order and weight. */
export function TargetRows({ targets, models, isLocked, isNamed, onChange }: TargetRowsProps) {
  const keyOf = ({ connectionId, model }: ModelTarget) => `${connectionId} ${model}`;
  const set = (at: number, change: Partial<Targets[number]>) =>
    onChange(
      targets.map((target, index) => (index === at ? withoutAbsent({ ...target, ...change }) : target)),
    );
  const free = models.find((choice) => !targets.some((target) => keyOf(target) === keyOf(choice)));
  const mayAdd = free !== undefined && targets.length < routeLimits.targets;
  return (
    <Card>
      <CardHeader title="Models" />
      <CardBody className="flex flex-col gap-3">
        {targets.map((target, at) => (
          <div key={keyOf(target)} className="flex flex-wrap items-start gap-3">
            <FieldAt path={`targets.${at}`} label={`Model ${at + 1}`} className="min-w-52 flex-1">
              <NativeSelect
                value={keyOf(target)}
                onChange={(event) => {
                  const chosen = models.find((choice) => keyOf(choice) === event.target.value);
                  if (chosen) set(at, { connectionId: chosen.connectionId, model: chosen.model });
                }}
              >
                {models.map((choice) => (
                  <option key={keyOf(choice)} value={keyOf(choice)}>
                    {choice.label}
                  </option>
                ))}
              </NativeSelect>
            </FieldAt>
            {isNamed || target.name !== undefined ? (
              <FieldAt path={`targets.${at}.name`} label="Name" className="w-24">
                <Input
                  value={target.name ?? ""}
                  maxLength={60}
                  onChange={(event) => set(at, { name: event.target.value || undefined })}
                />
              </FieldAt>
            ) : null}
            <FieldAt path={`targets.${at}.order`} label="Order" className="w-16">
              <NumberInput value={target.order ?? 0} onValue={(order) => set(at, { order })} />
            </FieldAt>
            <FieldAt path={`targets.${at}.weight`} label="Weight" className="w-16">
              <NumberInput value={target.weight ?? 1} onValue={(weight) => set(at, { weight })} />
            </FieldAt>
            <FieldAt path={`targets.${at}.concurrency`} label="At one time" className="w-22">
              <NumberInput
                value={target.concurrency}
                placeholder="any"
                onValue={(concurrency) => set(at, { concurrency })}
              />
            </FieldAt>
            {isLocked ? null : (
              <Button
                variant="ghost"
                icon
                className="mt-5"
                aria-label={`Take model ${at + 1} out`}
                disabled={targets.length === 1}
                onClick={() => onChange(targets.filter((_, index) => index !== at))}
              >
                <X aria-hidden="true" />
              </Button>
            )}
          </div>
        ))}
        {isLocked ? null : (
          <div>
            <Button
              disabled={!mayAdd}
              onClick={() => {
                const next = Math.max(0, ...targets.map(({ order }) => order ?? 0)) + 1;
                const order = Math.min(next, routeLimits.orders - 1);
                if (free)
                  onChange([...targets, { connectionId: free.connectionId, model: free.model, order }]);
              }}
            >
              <Plus aria-hidden="true" />
              Add a model
            </Button>
          </div>
        )}
      </CardBody>
    </Card>
  );
}
