"use client";

import { type AnyForm, FormField } from "#components/form/form.client";
import type { FieldPath } from "react-hook-form";
import type { OptionField } from "#schema/models";
import { Input } from "#ui/input";

export type Options = Partial<Record<OptionField["name"], string>>;
type OptionFieldsProps<Values extends { options: Options }> = {
  form: AnyForm<Values>;
  fields: OptionField[];
};

/** What a provider must know beside address and key: a region, a project. */
export function OptionFields<Values extends { options: Options }>({
  form,
  fields,
}: OptionFieldsProps<Values>) {
  return fields.map(({ name, label, hint, placeholder, required }) => (
    <FormField
      key={name}
      form={form}
      name={`options.${name}` as FieldPath<Values>}
      label={label}
      hint={hint}
      required={required}
    >
      <Input placeholder={placeholder} />
    </FormField>
  ));
}
