"use client";

import type { OptionField } from "#schema/models";
import { Field } from "#ui/field";
import { Input } from "#ui/input";

type Options = Partial<Record<OptionField["name"], string>>;
type OptionFieldsProps = { fields: OptionField[]; values: Options; onChange: (values: Options) => void };

/** What a provider must know beside address and key: a region, a project. */
export function OptionFields({ fields, values, onChange }: OptionFieldsProps) {
  return fields.map(({ name, label, hint, placeholder, required }) => (
    <Field key={name} label={label} hint={hint} required={required}>
      <Input
        value={values[name] ?? ""}
        placeholder={placeholder}
        onChange={(event) => onChange({ ...values, [name]: event.target.value })}
      />
    </Field>
  ));
}
