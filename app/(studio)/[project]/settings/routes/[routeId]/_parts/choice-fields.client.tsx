"use client";
// oxlint-disable unicorn/no-thenable -- Portkey's word for the target of a condition; it is a text

import { Plus, X } from "lucide-react";
import { FieldAt, useProblemAt } from "#components/form/form-scope.client";
import { costDefaults, routeLimits } from "#constants/routes";
import type { RouteDefinitionInput } from "#schema/routes";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Input } from "#ui/input";
import { NativeSelect } from "#ui/native-select";
import { NumberInput } from "#components/form/number-input.client";
import {
  type ChoiceInput,
  choiceOf,
  choiceWords,
  comparisons,
  type Simple,
  simpleOf,
  queryOf,
} from "./describe-choice.ts";
import { Seconds } from "./seconds.client.tsx";

type Props = { definition: RouteDefinitionInput; onChange: (definition: RouteDefinitionInput) => void };

/** Which of the models of one order is asked first. */
export function ChoiceFields({ definition, onChange }: Props) {
  const choice: ChoiceInput = definition.choice ?? { by: "weight" };
  const set = (next: ChoiceInput) => onChange({ ...definition, choice: next });
  const names = definition.targets.flatMap(({ name }) => (name ? [name] : []));
  return (
    <Card>
      <CardHeader title="Who is asked first" note="among the models of one order" />
      <CardBody className="flex flex-col gap-3">
        <FieldAt label="Choose by" path="choice" hint={choiceWords[choice.by].hint} className="max-w-100">
          <NativeSelect value={choice.by} onChange={(event) => set(choiceOf(event.target.value, names))}>
            {Object.entries(choiceWords).map(([by, { name }]) => (
              <option key={by} value={by}>
                {name}
              </option>
            ))}
          </NativeSelect>
        </FieldAt>
        {choice.by === "cost" ? <CostFields choice={choice} onChange={set} /> : null}
        {choice.by === "sticky" ? <StickyFields choice={choice} onChange={set} /> : null}
        {choice.by === "condition" ? <ConditionFields choice={choice} names={names} onChange={set} /> : null}
      </CardBody>
    </Card>
  );
}

type Of<By extends ChoiceInput["by"]> = {
  choice: Extract<ChoiceInput, { by: By }>;
  onChange: (choice: ChoiceInput) => void;
};

function CostFields({ choice, onChange }: Of<"cost">) {
  const { withinMs, outputTokens = costDefaults.outputTokens } = choice;
  return (
    <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
      <FieldAt
        label="Fast enough"
        hint="s, usual time to the first token or the whole answer; empty: any"
        path="choice.withinMs"
      >
        <Seconds
          value={withinMs}
          onMs={(ms) => onChange({ by: "cost", outputTokens, ...(ms === undefined ? {} : { withinMs: ms }) })}
        />
      </FieldAt>
      <FieldAt
        label="Expected answer"
        hint="tokens, where the call sets no bound of its own"
        path="choice.outputTokens"
      >
        <NumberInput
          value={outputTokens}
          onValue={(tokens) => onChange({ ...choice, outputTokens: tokens ?? costDefaults.outputTokens })}
        />
      </FieldAt>
    </div>
  );
}

const metadataPrefix = "metadata.";

function StickyFields({ choice, onChange }: Of<"sticky">) {
  const isMember = choice.key.startsWith(metadataPrefix);
  return (
    <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
      <FieldAt label="The same model for the same" path="choice.key">
        <NativeSelect
          value={isMember ? metadataPrefix : choice.key}
          onChange={(event) => onChange({ by: "sticky", key: event.target.value })}
        >
          <option value="end_user">end user</option>
          <option value="api_key">API key</option>
          <option value={metadataPrefix}>member of the metadata</option>
        </NativeSelect>
      </FieldAt>
      {isMember ? (
        <FieldAt label="Member" path="choice.key" hint="For example team or user.plan.">
          <Input
            className="font-mono"
            value={choice.key.slice(metadataPrefix.length)}
            onChange={(event) => onChange({ by: "sticky", key: `${metadataPrefix}${event.target.value}` })}
          />
        </FieldAt>
      ) : null}
    </div>
  );
}

function ConditionFields({ choice, names, onChange }: Of<"condition"> & { names: string[] }) {
  const { conditions } = choice;
  const set = (at: number, change: Partial<(typeof conditions)[number]>) =>
    onChange({
      ...choice,
      conditions: conditions.map((one, index) => (index === at ? { ...one, ...change } : one)),
    });
  return (
    <>
      {names.length === 0 ? (
        <p className="text-sm text-text-2">Give the models names above, by which conditions name them.</p>
      ) : null}
      {conditions.map((condition, at) => (
        <div key={at} className="flex flex-wrap items-start gap-3">
          <QueryFields at={at} query={condition.query} onChange={(query) => set(at, { query })} />
          <FieldAt label="Then" path={`choice.conditions.${at}.then`} className="min-w-32 flex-1">
            <NameSelect names={names} value={condition.then} onValue={(then) => set(at, { then })} />
          </FieldAt>
          <Button
            variant="ghost"
            icon
            className="mt-5"
            aria-label={`Take condition ${at + 1} out`}
            disabled={conditions.length === 1}
            onClick={() => onChange({ ...choice, conditions: conditions.filter((_, index) => index !== at) })}
          >
            <X aria-hidden="true" />
          </Button>
        </div>
      ))}
      <div className="flex flex-wrap items-end gap-3">
        <Button
          disabled={conditions.length >= routeLimits.conditions}
          onClick={() => onChange({ ...choice, conditions: [...conditions, newCondition(names)] })}
        >
          <Plus aria-hidden="true" />
          Add a condition
        </Button>
        <FieldAt label="Where none holds" path="choice.default" className="ml-auto min-w-40">
          <NameSelect
            names={names}
            value={choice.default}
            onValue={(name) => onChange({ ...choice, default: name })}
          />
        </FieldAt>
      </div>
    </>
  );
}

const newCondition = ([first = ""]: string[]) => ({
  query: queryOf({ member: "plan", operator: "$eq", value: "paid" }),
  then: first,
});

type QueryProps = {
  at: number;
  query: Record<string, unknown>;
  onChange: (query: Record<string, unknown>) => void;
};

function QueryFields({ at, query, onChange }: QueryProps) {
  const problem = useProblemAt(`choice.conditions.${at}.query`);
  const simple = simpleOf(query);
  if (!simple)
    return (
      <div className="min-w-0 flex-2">
        <p className="text-sm font-medium">Condition {at + 1}</p>
        <code className="block overflow-x-auto font-mono text-sm">{JSON.stringify(query)}</code>
        <p className="text-sm text-text-3">Change it as YAML.</p>
      </div>
    );
  const set = (change: Partial<Simple>) => onChange(queryOf({ ...simple, ...change }));
  const label = `Condition ${at + 1}`;
  return (
    <div className="min-w-60 flex-2">
      <p className="pb-1 text-sm font-medium">{label}</p>
      <div className="grid grid-cols-[minmax(0,1fr)_110px_minmax(0,1fr)] gap-2">
        <Input
          aria-label={`${label}: member of the metadata`}
          className="font-mono"
          value={simple.member}
          onChange={(event) => set({ member: event.target.value })}
        />
        <NativeSelect
          aria-label={`${label}: comparison`}
          value={simple.operator}
          onChange={(event) => set({ operator: event.target.value })}
        >
          {Object.entries(comparisons).map(([operator, name]) => (
            <option key={operator} value={operator}>
              {name}
            </option>
          ))}
        </NativeSelect>
        <Input
          aria-label={`${label}: value`}
          className="font-mono"
          value={simple.value}
          onChange={(event) => set({ value: event.target.value })}
        />
      </div>
      {problem ? <p className="pt-1 text-sm text-bad">{problem}</p> : null}
    </div>
  );
}

function NameSelect({
  names,
  value,
  onValue,
  ...props
}: {
  names: string[];
  value: string;
  onValue: (name: string) => void;
}) {
  const all = names.includes(value) ? names : [value, ...names];
  return (
    <NativeSelect {...props} value={value} onChange={(event) => onValue(event.target.value)}>
      {all.map((name) => (
        <option key={name} value={name}>
          {name === "" ? "choose a name" : name}
        </option>
      ))}
    </NativeSelect>
  );
}
