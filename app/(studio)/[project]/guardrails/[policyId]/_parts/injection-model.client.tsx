"use client";

import { FieldAt } from "#components/form/form-scope.client";
import { NumberInput } from "#components/form/number-input.client";
import type { InjectionModel } from "#schema/guardrails";
import type { ModelChoice } from "#schema/models";
import { CardBody } from "#ui/card";
import { NativeSelect } from "#ui/native-select";

type InjectionModelFieldsProps = {
  asked: InjectionModel | undefined;
  models: readonly ModelChoice[];
  onChange: (model: InjectionModel | undefined) => void;
};

/** A model that looks at what the rules let pass. */
export function InjectionModelFields({ asked, models, onChange }: InjectionModelFieldsProps) {
  const choose = (value: string) => {
    const model = models.find((one) => keyOf(one) === value);
    if (!model) return onChange(undefined);
    const { connectionId, model: name } = model;
    onChange({ maxSeconds: 10, otherwise: "refuse", ...asked, connectionId, model: name });
  };
  return (
    <CardBody className="grid grid-cols-3 gap-4 border-t border-line max-md:grid-cols-1">
      <FieldAt
        label="Ask a model as well"
        hint="about each text that the rules let pass; its calls are recorded and cost what calls cost"
        path="injection.model"
      >
        <NativeSelect value={asked ? keyOf(asked) : ""} onChange={(event) => choose(event.target.value)}>
          <option value="">no: the rules decide</option>
          {choicesWith(models, asked).map((one) => (
            <option key={keyOf(one)} value={keyOf(one)}>
              {one.label}
            </option>
          ))}
        </NativeSelect>
      </FieldAt>
      {asked ? (
        <>
          <FieldAt
            label="Wait for it at most"
            hint="s, for all texts of a call"
            path="injection.model.maxSeconds"
          >
            <NumberInput
              step="any"
              value={asked.maxSeconds}
              onValue={(maxSeconds = 10) => onChange({ ...asked, maxSeconds })}
            />
          </FieldAt>
          <FieldAt label="When it does not answer" path="injection.model.otherwise">
            <NativeSelect
              value={asked.otherwise}
              onChange={(event) =>
                onChange({ ...asked, otherwise: event.target.value === "pass" ? "pass" : "refuse" })
              }
            >
              <option value="refuse">refuse the call</option>
              <option value="pass">let it pass, and note that</option>
            </NativeSelect>
          </FieldAt>
        </>
      ) : null}
    </CardBody>
  );
}

type Choice = { connectionId: string; model: string; label: string };
const keyOf = ({ connectionId, model }: Pick<Choice, "connectionId" | "model">) => `${connectionId}/${model}`;

/** What the rule holds stays in the list, also when it is offered no more. */
function choicesWith(models: readonly Choice[], asked: InjectionModel | undefined): readonly Choice[] {
  if (!asked || models.some((one) => keyOf(one) === keyOf(asked))) return models;
  return [...models, { ...asked, label: `${asked.model} (not offered now)` }];
}
