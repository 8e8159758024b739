import { choiceLabel } from "#client/models";
import type { ModelChoice, ModelTarget } from "#schema/models";
import { Field } from "#ui/field";
import { NativeSelect } from "#ui/native-select";

export type ModelFieldProps = {
  label: string;
  hint: string;
  models: readonly ModelChoice[];
  value: ModelTarget | undefined;
  /** What no choice means. */
  none: string;
  onChange: (model: ModelTarget | undefined) => void;
  readOnly?: boolean;
};

/** Chooses a model by its connection; one that is not offered any more stays readable and can be replaced. */
export function ModelField({
  label,
  hint,
  models,
  value,
  none,
  onChange,
  readOnly = false,
}: ModelFieldProps) {
  const keyOf = ({ connectionId, model }: ModelTarget) => `${connectionId} ${model}`;
  const isOffered = value === undefined || models.some((choice) => keyOf(choice) === keyOf(value));
  return (
    <Field label={label} hint={hint}>
      <NativeSelect
        disabled={readOnly}
        value={value ? keyOf(value) : ""}
        onChange={(event) => {
          const chosen = models.find((choice) => keyOf(choice) === event.target.value);
          onChange(chosen ? { connectionId: chosen.connectionId, model: chosen.model } : undefined);
        }}
      >
        <option value="">{none}</option>
        {value && !isOffered ? <option value={keyOf(value)}>{value.model}, not offered now</option> : null}
        {models.map((choice) => (
          <option key={keyOf(choice)} value={keyOf(choice)}>
            {choiceLabel(choice)}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}

/** How the models of a list are called, for a diff. */
export function namesOf(models: readonly ModelChoice[]): (target: ModelTarget) => string {
  return ({ connectionId, model }) =>
    models.find((choice) => choice.connectionId === connectionId && choice.model === model)?.label ??
    `${model} (not offered now)`;
}
