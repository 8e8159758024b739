"use client";

import {
  cloneElement,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useSyncExternalStore,
} from "react";
import {
  type FieldError,
  type FieldPath,
  type FieldPathValue,
  type FieldValues,
  useController,
  type UseControllerReturn,
} from "react-hook-form";
import { InlineError } from "#states/error-state";
import { Button, type ButtonProps } from "#ui/button";
import { Checkbox } from "#ui/checkbox";
import { cn } from "#ui/cn";
import { Field, type FieldProps } from "#ui/field";
import { messagesByPath, messagesUnder } from "./failure.tsx";
import type { ShownFields } from "./shown-fields.tsx";
import { sendTyped, useTypedBefore } from "./typed-before.tsx";
import type { AnyForm } from "./use-action-form.client.tsx";

export type { AnyForm };

export type FormProps<Values extends FieldValues> = {
  form: AnyForm<Values>;
  /** The buttons at its foot; in a dialog they stand in its footer instead. */
  actions?: ReactNode;
  className?: string | undefined;
  /** For what is said at the foot, where the form itself has no padding. */
  errorClassName?: string | undefined;
  /** False where Enter must not send it: an editor of many fields, or one with several buttons of which none is meant. */
  isSentByKey?: boolean;
  "aria-label"?: string | undefined;
  children: ReactNode;
};

/** The fields of an action form; at their foot stands what no field could say. ⌘↵ sends it from a text of several lines. */
export function Form<Values extends FieldValues>({
  form,
  actions,
  className,
  errorClassName,
  isSentByKey = true,
  children,
  ...named
}: FormProps<Values>) {
  useTypedBefore(form);
  return (
    // Enter in a field sends it as ever; the key handler adds what a textarea lacks.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      id={form.id}
      noValidate
      // Only a form sent before React was there comes this way: React holds it back and hands it over afterwards.
      action={(typed: FormData) => sendTyped(form, typed)}
      onSubmit={(event) => {
        // A dialog stands in the React tree of its page: a form in it is not sent with the page's.
        event.stopPropagation();
        form.submit(event);
      }}
      onKeyDown={isSentByKey ? sendByKey : keepByEnter}
      className={cn("flex flex-col gap-3", className)}
      {...named}
    >
      {children}
      <FormError form={form} className={errorClassName} />
      {actions}
    </form>
  );
}

function sendByKey(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
  if (!(event.target instanceof HTMLTextAreaElement)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

/** A browser sends a form at Enter in a line of text; this one waits for its button. */
function keepByEnter(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
}

/** What is wrong and stands beside no field: the failure of the call, with a way to try again, and errors of hidden fields. */
export function FormError<Values extends FieldValues>({
  form,
  className,
}: {
  form: AnyForm<Values>;
  className?: string | undefined;
}) {
  const { failure, problems, shown } = form;
  const names = useSyncExternalStore(shown.subscribe, shown.names, shown.names).split("\n");
  const isBeside = (path: string) => names.some((name) => path === name || path.startsWith(`${name}.`));
  const left = [
    ...new Set(Object.entries(problems).flatMap(([path, message]) => (isBeside(path) ? [] : [message]))),
  ];
  const isAboutFields = failure !== null && Object.keys(failure.fields).some((path) => path !== "");
  const words = failure && !isAboutFields ? failure.message : left.join(" ");
  if (words === "") return null;
  const mayHelp = failure !== null && !isAboutFields && passing.has(failure.code);
  return (
    <InlineError className={className}>
      {words}
      {failure?.requestId && !isAboutFields && passing.has(failure.code) ? (
        <span className="text-sm"> Request {failure.requestId}.</span>
      ) : null}
      {mayHelp ? (
        <Button type="submit" form={form.id} size="sm" className="ml-2" pending={form.isPending}>
          Try again
        </Button>
      ) : null}
    </InlineError>
  );
}

/** What may be gone with the next try. */
const passing: ReadonlySet<string> = new Set(["unreachable", "unavailable", "internal", "upstream_timeout"]);

type Bound<Values extends FieldValues, Name extends FieldPath<Values>> = UseControllerReturn<
  Values,
  Name
>["field"];

const bindings = {
  text: <Values extends FieldValues, Name extends FieldPath<Values>>(field: Bound<Values, Name>) => ({
    name: field.name,
    value: field.value ?? "",
    onChange: field.onChange,
  }),
  checked: <Values extends FieldValues, Name extends FieldPath<Values>>(field: Bound<Values, Name>) => ({
    checked: field.value === true,
    onCheckedChange: (state: unknown) => field.onChange(state === true),
  }),
  choice: <Values extends FieldValues, Name extends FieldPath<Values>>(field: Bound<Values, Name>) => ({
    value: field.value ?? "",
    onValueChange: field.onChange,
  }),
};

export type FormFieldProps<Values extends FieldValues, Name extends FieldPath<Values>> = Omit<
  FieldProps,
  "error" | "children"
> & {
  form: AnyForm<Values>;
  /** Where its value lies: "name", "targets.0.weight". */
  name: Name;
  /** How the control is told its value: by `value` and `onChange` (text, native select), as a tick or switch, or as a choice. */
  as?: keyof typeof bindings;
  /** Called after a person changed it: for a field that follows another one. */
  onTyped?: (value: FieldPathValue<Values, Name>, before: FieldPathValue<Values, Name>) => void;
  /** Called when the focus leaves it. */
  onLeft?: () => void;
  children: ReactElement<Record<string, unknown>>;
};

/** A control of a form with its label, hint and, beside it, what is wrong with it. The control gets value, name and aria. */
export function FormField<Values extends FieldValues, Name extends FieldPath<Values>>({
  form,
  name,
  as = "text",
  onTyped,
  onLeft,
  children,
  ...field
}: FormFieldProps<Values, Name>) {
  const { field: bound, fieldState } = useController({ control: form.fields.control, name });
  useShown(form, name);
  const onChange = (...event: unknown[]) => {
    const before = bound.value;
    bound.onChange(...event);
    onTyped?.(form.fields.getValues(name), before);
  };
  const { ref } = bound;
  const onBlur = () => {
    bound.onBlur();
    onLeft?.();
  };
  return (
    <Field {...field} error={messageOf(fieldState.error)}>
      {cloneElement(children, { ...bindings[as]({ ...bound, onChange }), ref, onBlur })}
    </Field>
  );
}

export type FormChecksProps<Values extends FieldValues, Name extends FieldPath<Values>> = {
  form: AnyForm<Values>;
  /** Of a list of texts. */
  name: Name;
  legend: ReactNode;
  options: readonly { value: string; label: ReactNode }[];
};

/** More than so many stand in two columns where there is room. */
const manyChecks = 8;

/** A list of which any may be ticked; the value is what is. */
export function FormChecks<Values extends FieldValues, Name extends FieldPath<Values>>({
  form,
  name,
  legend,
  options,
}: FormChecksProps<Values, Name>) {
  const { field, fieldState } = useController({ control: form.fields.control, name });
  useShown(form, name);
  const ticked: readonly string[] = field.value;
  const error = messageOf(fieldState.error);
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-sm font-medium text-text-2">{legend}</legend>
      <div className={cn(options.length > manyChecks && "gap-x-4 sm:columns-2")}>
        {options.map(({ value, label }, place) => (
          <div key={value} className="break-inside-avoid not-last:pb-1.5">
            <Field inline label={label}>
              <Checkbox
                ref={place === 0 ? field.ref : undefined}
                checked={ticked.includes(value)}
                onCheckedChange={(state) =>
                  field.onChange(state === true ? [...ticked, value] : ticked.filter((one) => one !== value))
                }
              />
            </Field>
          </div>
        ))}
      </div>
      {error ? (
        <p role="alert" className="text-sm text-bad">
          <span aria-hidden="true">✕ </span>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

/** The form's foot says what stands beside no field, so it has to know which fields stand. */
export function useShown({ shown }: { shown: ShownFields }, name: string): void {
  // Which fields are on the screen is known once they are.
  useEffect(() => shown.add(name), [shown, name]);
}

/** Of a field that holds a list or an object, the first thing wrong inside it. */
function messageOf(error: FieldError | undefined): string | undefined {
  if (!error) return undefined;
  const messages = messagesUnder(messagesByPath({ error }), "error");
  return messages[""] ?? Object.values(messages)[0];
}

/** The button that sends the form, in it or elsewhere; pending while it is under way. */
export function SubmitButton<Values extends FieldValues>({
  form,
  variant = "primary",
  ...button
}: Omit<ButtonProps, "form"> & { form: AnyForm<Values> }) {
  return <Button type="submit" variant={variant} pending={form.isPending} {...button} form={form.id} />;
}
