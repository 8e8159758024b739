import { useEffect } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";

/** What is typed and not sent is kept in the tab under keys that begin so; signing out takes it away. */
export const keptPrefix = "valueloop.form/";

function store(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    // Reading the property throws where the site may store nothing; then the page itself is all that keeps it.
    return null;
  }
}

/** The values kept under a key; null where there are none, or none that can be read. */
function keptValues(key: string): FieldValues | null {
  const text = store()?.getItem(keptPrefix + key);
  if (!text) return null;
  try {
    const values: unknown = JSON.parse(text);
    return typeof values === "object" && values !== null ? values : null;
  } catch {
    return null;
  }
}

function keep(key: string, values: FieldValues | null): void {
  try {
    if (values) store()?.setItem(keptPrefix + key, JSON.stringify(values));
    else store()?.removeItem(keptPrefix + key);
  } catch {
    // Full: the page itself still holds what was typed.
  }
}

/**
 * Keeps what is typed into a form over a reload and over leaving the page, until it is sent or started over. Not for
 * secrets: pass null, and nothing is stored.
 */
export function useKeptValues<Values extends FieldValues, Context, Input>(
  form: UseFormReturn<Values, Context, Input>,
  key: string | null,
  onBack: () => void,
): void {
  // Brings back what this tab holds, then writes down every change: the store is outside React.
  useEffect(() => {
    if (key === null) return undefined;
    const before = keptValues(key);
    // `keepDefaultValues`: what was typed before is a change against what stands.
    if (before) {
      form.reset({ ...form.getValues(), ...before }, { keepDefaultValues: true, keepDirtyValues: false });
      onBack();
    }
    return form.subscribe({
      formState: { values: true, isDirty: true },
      callback: ({ values, isDirty }) => keep(key, isDirty ? values : null),
    });
  }, [form, key, onBack]);
}
