import type { FieldPath, FieldPathValue, FieldValues } from "react-hook-form";
import type { AnyForm } from "./use-action-form.client.tsx";

/** `onTyped` of a name that a key follows: each change proposes the key, until somebody writes their own. */
export function proposeKey<Values extends FieldValues, Name extends FieldPath<Values>>(
  form: AnyForm<Values>,
  key: Name,
  keyOf: (name: string) => string,
): (name: string, before: string) => void {
  return (name, before) => {
    if (form.fields.getValues(key) !== keyOf(before)) return;
    // The field of a key holds a text, or it would not have equalled one.
    form.change(key, keyOf(name) as FieldPathValue<Values, Name>);
  };
}
