"use client";

import { createContext, type ReactNode, useContext } from "react";
import { Field, type FieldProps } from "#ui/field";
import { messagesUnder } from "./failure.tsx";
import { useShown } from "./form.client.tsx";
import { type ShownFields, shownFields } from "./shown-fields.tsx";

/** What a field needs of the form it stands in. */
type Problems = { problems: Readonly<Record<string, string>>; shown: ShownFields };

const Scope = createContext<{ form: Problems; path: string } | null>(null);
const nowhere: Problems = { problems: {}, shown: shownFields() };

/**
 * A part of a form that draws its own controls from a value and an `onChange`: an evaluator, a rule, a condition. The
 * `FieldAt`s in it find what is wrong with them by their path under the part's.
 */
export function FormScope({ form, path, children }: { form: Problems; path: string; children: ReactNode }) {
  return <Scope value={{ form, path }}>{children}</Scope>;
}

/** A field that is not bound: its caller holds the value. What is wrong at `path` (or inside it) stands beside it. */
export function FieldAt({ path, ...field }: FieldProps & { path: string }) {
  const problem = useProblemAt(path);
  return <Field {...field} error={field.error ?? problem} />;
}

/** What is wrong at a path of the part this stands in; asking for it promises to show it. */
export function useProblemAt(path: string): string | undefined {
  const scope = useContext(Scope);
  const whole = scope ? `${scope.path}.${path}` : path;
  const form = scope?.form ?? nowhere;
  useShown(form, whole);
  const messages = messagesUnder(form.problems, whole);
  return messages[""] ?? Object.values(messages)[0];
}
