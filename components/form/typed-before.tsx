import { useEffect, useEffectEvent } from "react";
import type { FieldPath, FieldPathValue, FieldValues } from "react-hook-form";
import type { AnyForm } from "./use-action-form.client.tsx";

/** Takes over what was typed into the server's page before React was there: only the document has it. */
export function useTypedBefore<Values extends FieldValues>({ id, fields, shown }: AnyForm<Values>): void {
  const takeOver = useEffectEvent(() => {
    const element = document.getElementById(id);
    if (!(element instanceof HTMLFormElement)) return;
    for (const control of element.elements) {
      if (!("name" in control && "value" in control)) continue;
      const { name, value } = control;
      if (typeof name !== "string" || typeof value !== "string" || !shown.has(name)) continue;
      const standing: unknown = fields.getValues(name as FieldPath<Values>);
      if (typeof standing === "string" && standing !== value) set(fields, name, value);
    }
  });
  useEffect(() => takeOver(), []);
}

function set<Values extends FieldValues>(
  fields: AnyForm<Values>["fields"],
  name: string,
  value: string,
): void {
  fields.setValue(name as FieldPath<Values>, value as FieldPathValue<Values, FieldPath<Values>>, {
    shouldDirty: true,
  });
}

/** Takes over a form that was sent before React was there; nothing of it reaches the address bar. */
export function sendTyped<Values extends FieldValues>(form: AnyForm<Values>, typed: FormData): void {
  for (const [name, value] of typed)
    if (form.shown.has(name) && typeof value === "string") set(form.fields, name, value);
  form.submit();
}
