import { useEffect } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";
import { useShell } from "#components/shell/shell-context.client";

/**
 * What is typed and not sent is kept in the tab under keys that begin so, then say whose it is; signing out takes it away
 * (components/shell/forget-drafts.ts).
 */
const keptPrefix = "valueloop.form/";

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

/** Takes away what others left in this tab: a session may end without anybody signing out. */
function forgetOthers(userId: string): void {
  const held = store();
  if (!held) return;
  const names = Array.from({ length: held.length }, (_, place) => held.key(place));
  for (const name of names)
    if (name?.startsWith(keptPrefix) && !name.startsWith(`${keptPrefix}${userId}/`)) held.removeItem(name);
}

/**
 * Keeps what is typed into a form over a reload and over leaving the page, until it is sent or started over, for the
 * person who typed it. Not for secrets: pass null, and nothing is stored; nor is anything where nobody is signed in.
 */
export function useKeptValues<Values extends FieldValues, Context, Input>(
  form: UseFormReturn<Values, Context, Input>,
  name: string | null,
  onBack: () => void,
): void {
  const userId = useShell()?.shell.user.id ?? null;
  const key = name === null || userId === null ? null : `${userId}/${name}`;
  // Brings back what this tab holds, then writes down every change: the store is outside React.
  useEffect(() => {
    if (key === null || userId === null) return undefined;
    forgetOthers(userId);
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
  }, [form, key, userId, onBack]);
}
