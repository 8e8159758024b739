import type { EvaluatorField } from "#schema/evaluation";

export type ModelOption = {
  connectionId: string;
  model: string;
  connectionName: string;
  isSimulated: boolean;
};
export type ConfigFieldProps = {
  field: EvaluatorField;
  value: unknown;
  /** The whole configuration: some fields are tried out with others. */
  config: Readonly<Record<string, unknown>>;
  /** `undefined` takes the field out. */
  onChange: (value: unknown) => void;
  models: readonly ModelOption[];
  disabled: boolean;
};

/** Its words, and where what is wrong with it stands. */
export function wordsOf({ name, label, hint }: EvaluatorField) {
  return { path: `config.${name}`, label, hint };
}
