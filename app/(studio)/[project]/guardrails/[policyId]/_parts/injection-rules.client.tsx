"use client";

import { effectNames } from "#components/guardrails/labels";
import { injectionEffects } from "#constants/guardrails";
import type { InjectionModel, InjectionRule, PolicyRules } from "#schema/guardrails";
import type { ModelChoice } from "#schema/models";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Checkbox } from "#ui/checkbox";
import { Field } from "#ui/field";
import { NativeSelect } from "#ui/native-select";
import { InjectionModelFields } from "./injection-model.client.tsx";

type Queue = { id: string; name: string };
type InjectionRulesProps = {
  rules: PolicyRules;
  /** Those that take tasks. */
  queues: readonly Queue[];
  models: readonly ModelChoice[];
  onChange: (rules: PolicyRules) => void;
};

const newInjection: InjectionRule = { action: "flag", threshold: 0.5, hasCanary: false, isSpotlit: false };

const thresholds = [
  { value: 0.4, label: "look closely: more false alarms" },
  { value: 0.5, label: "as measured" },
  { value: 0.7, label: "only when sure: more is missed" },
];

/** Texts that try to turn the model, and where calls go that people should look at. */
export function InjectionRules({ rules, queues, models, onChange }: InjectionRulesProps) {
  const { injection, reviewQueueId } = rules;
  const change = (next: Partial<InjectionRule>) =>
    onChange({ ...rules, injection: { ...newInjection, ...injection, ...next } });
  const setModel = (model: InjectionModel | undefined) => {
    const { model: _, ...others } = { ...newInjection, ...injection };
    onChange({ ...rules, injection: model ? { ...others, model } : others });
  };
  const choose = (value: string) => {
    const action = injectionEffects.find((effect) => effect === value);
    const { injection: _, ...others } = rules;
    if (action) change({ action });
    else onChange(others);
  };
  return (
    <Card>
      <CardHeader
        title="Prompt injection and review"
        note="Looks at what users and tools write. Rules miss about half of the attacks they have not seen; what a model adds depends on the model: keep it on “note it” until you know your traffic."
      />
      <CardBody className="grid grid-cols-3 gap-4 max-md:grid-cols-1">
        <Field label="When a text looks like an injection">
          <NativeSelect value={injection?.action ?? "off"} onChange={(event) => choose(event.target.value)}>
            <option value="off">{effectNames.off}</option>
            {injectionEffects.map((effect) => (
              <option key={effect} value={effect}>
                {effectNames[effect]}
              </option>
            ))}
          </NativeSelect>
        </Field>
        {injection ? (
          <Field label="How sure it must be">
            <NativeSelect
              value={String(injection.threshold)}
              onChange={(event) => change({ threshold: Number(event.target.value) })}
            >
              {thresholdsWith(injection.threshold).map(({ value, label }) => (
                <option key={value} value={String(value)}>
                  {value.toFixed(2)}, {label}
                </option>
              ))}
            </NativeSelect>
          </Field>
        ) : null}
        <Field label="Review queue" hint="For rules that say “note and review”.">
          <NativeSelect
            value={reviewQueueId ?? ""}
            onChange={(event) => onChange(withQueue(rules, event.target.value))}
          >
            <option value="">none: they are only noted</option>
            {queuesWith(queues, reviewQueueId).map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </NativeSelect>
        </Field>
      </CardBody>
      {injection ? (
        <InjectionModelFields asked={injection.model} models={models} onChange={setModel} />
      ) : null}
      {injection ? (
        <CardBody className="flex flex-col gap-2 border-t border-line">
          <Tick
            label="Put a canary into the system text: an answer that holds it is blocked"
            isOn={injection.hasCanary}
            onChange={(hasCanary) => change({ hasCanary })}
          />
          <Tick
            label="Put marks around what tools answer, and tell the model that it is data"
            isOn={injection.isSpotlit}
            onChange={(isSpotlit) => change({ isSpotlit })}
          />
        </CardBody>
      ) : null}
    </Card>
  );
}

/** The one that the rules hold stays in the list, also when it is none of ours or takes no tasks now. */
const thresholdsWith = (own: number) =>
  thresholds.some(({ value }) => value === own)
    ? thresholds
    : [...thresholds, { value: own, label: "set by the API" }];
const queuesWith = (queues: readonly Queue[], own: string | undefined) =>
  own === undefined || queues.some(({ id }) => id === own)
    ? queues
    : [...queues, { id: own, name: "a queue that takes no tasks now" }];

function withQueue(rules: PolicyRules, queueId: string): PolicyRules {
  const { reviewQueueId: _, ...others } = rules;
  return queueId === "" ? others : { ...others, reviewQueueId: queueId };
}

type TickProps = { label: string; isOn: boolean; onChange: (isOn: boolean) => void };

function Tick({ label, isOn, onChange }: TickProps) {
  return (
    <label className="flex min-h-7 items-center gap-1.5">
      <Checkbox checked={isOn} onCheckedChange={(checked) => onChange(checked === true)} />
      {label}
    </label>
  );
}
