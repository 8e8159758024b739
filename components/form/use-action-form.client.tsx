"use client";

import { toNestErrors } from "@hookform/resolvers";
import { type FormEvent, useCallback, useEffect, useId, useState } from "react";
import {
  type FieldError,
  type FieldPath,
  type FieldPathValue,
  type FieldValues,
  type Resolver,
  useForm,
  type UseFormReturn,
} from "react-hook-form";
import type { ZodType } from "zod";
import { fieldWords } from "./describe-field.tsx";
import { type ActionFailure, messagesByPath, type StudioResult } from "./failure.tsx";
import { useKeptValues } from "./kept-values.tsx";
import { type ShownFields, shownFields } from "./shown-fields.tsx";
import { useStudioAction } from "./use-studio-action.client.tsx";

export type ActionFormOptions<Values extends FieldValues, Input, Data> = {
  action: (input: Input) => Promise<StudioResult<Data> | undefined>;
  /** The room's zod schema of what the action takes, without the project. Its code comes when the form is first checked. */
  schema: (input: Input) => Promise<ZodType>;
  /** What stands in the fields to begin with; when it changes on the server, what was typed meanwhile stays. */
  values: Values;
  /** What the action takes, of what stands in the fields. Where names agree, an error finds its field. */
  input: (values: Values) => Input;
  /** What only the text itself can tell, by path: JSON that cannot be read. Asked before the schema. */
  check?: ((values: Values) => Record<string, string>) | undefined;
  onDone?: ((data: Data, sent: Values) => void) | undefined;
  /** Answers true where the caller itself says what is wrong and what can be done. */
  onFailure?: ((failure: ActionFailure) => boolean) | undefined;
  /** After it worked: the fields begin again ("empty"), or what was sent is what stands now ("keep", the default). */
  after?: "keep" | "empty";
  /** Under which name this tab keeps what this person types, over a reload and a visit elsewhere. Left out: while the page stands. */
  keep?: string | undefined;
};

/** A form of one action, as its parts (`Form`, `FormField`, `SubmitButton`, `FormDialog`) need it. */
export type ActionForm<Values extends FieldValues> = {
  /** Of the form element, so that a button elsewhere can send it. */
  id: string;
  fields: UseFormReturn<Values, unknown, unknown>;
  submit: (event?: FormEvent) => void;
  isPending: boolean;
  isDirty: boolean;
  /** What is wrong by the path of its field, found here or by the server. */
  problems: Readonly<Record<string, string>>;
  failure: ActionFailure | null;
  shown: ShownFields;
  /** Another number whenever all values were set at once: the `key` of a part that keeps text of its own. */
  epoch: number;
  /** Sets what a part that draws its own controls holds; checked again at once where the form was checked before. */
  change: <Name extends FieldPath<Values>>(name: Name, value: FieldPathValue<Values, Name>) => void;
  /** Puts back what stood in the fields to begin with. */
  startOver: () => void;
};

/** A form as a part needs it, whatever its action takes. */
export type AnyForm<Values extends FieldValues> = Omit<ActionForm<Values>, "fields"> & {
  // The methods' types say what each may be given, so only `any` stands for every input.
  // oxlint-disable-next-line typescript/no-explicit-any
  fields: UseFormReturn<Values, any, any>;
};

/**
 * A form bound to a studio action: the fields are checked by the room's schema before anything is sent, what the server
 * refuses lands beside its field, and on any failure, a lost connection too, what was typed stays.
 */
export function useActionForm<Values extends FieldValues, Input, Data>({
  action,
  schema,
  values,
  input,
  check,
  onDone,
  onFailure,
  after = "keep",
  keep,
}: ActionFormOptions<Values, Input, Data>) {
  const id = useId();
  const [shown] = useState(shownFields);
  const [epoch, setEpoch] = useState(0);
  const renew = useCallback(() => setEpoch((count) => count + 1), []);
  const tried = useFocusOnFirstWrong(id);
  const call = useStudioAction(action, undefined, { isQuiet: true });
  const form = useForm<Values, unknown, Input>({
    values,
    resetOptions: { keepDirtyValues: true },
    // `useFocusOnFirstWrong` finds those of parts that draw their own controls too.
    shouldFocusError: false,
    resolver: resolverOf({ schema, input, check }),
  });
  useKeptValues(form, keep ?? null, renew);
  const { isDirty, isSubmitted, isSubmitting, errors } = form.formState;

  const send = form.handleSubmit(async (checked) => {
    const sent = structuredClone(form.getValues());
    const outcome = await call.runAsync(checked);
    if (outcome.isLeaving) return;
    if (outcome.failure)
      return onFailure?.(outcome.failure) ? call.clearFailure() : showFailure(form, outcome.failure);
    // What was typed while the call was under way is a change that is not saved.
    form.reset(after === "empty" ? values : sent, { ...whole, keepValues: after === "keep" });
    if (after === "empty") renew();
    onDone?.(outcome.data, sent);
  });
  const isPending = isSubmitting || call.isPending;
  return {
    id,
    fields: form,
    submit: (event?: FormEvent) => {
      event?.preventDefault();
      if (!isPending) void send(event).then(tried);
    },
    isPending,
    isDirty,
    problems: messagesByPath(errors),
    failure: call.failure,
    shown,
    epoch,
    change: <Name extends FieldPath<Values>>(name: Name, value: FieldPathValue<Values, Name>) =>
      form.setValue(name, value, { shouldDirty: true, shouldValidate: isSubmitted }),
    startOver: () => {
      call.clearFailure();
      form.reset(values, whole);
      renew();
    },
  };
}

/** A reset by hand is of the whole form; only one by the server's values spares what was typed. */
const whole = { keepDirtyValues: false };

/** Checks what the action would get; the errors lie at the same paths in the form. */
function resolverOf<Values extends FieldValues, Input>({
  schema,
  input: toInput,
  check,
}: Pick<ActionFormOptions<Values, Input, unknown>, "schema" | "input" | "check">): Resolver<
  Values,
  unknown,
  Input
> {
  return async (values, _context, options) => {
    const refuse = (issues: [path: string, message: string][]) => ({
      values: {},
      errors: toNestErrors<Values>(
        Object.fromEntries(
          issues.map(([path, message]): [string, FieldError] => [path, { type: "rule", message }]),
        ),
        options,
      ),
    });
    const unreadable = Object.entries(check?.(values) ?? {});
    if (unreadable.length > 0) return refuse(unreadable);
    const input = toInput(values);
    // Without a network the schema may not come; the call then says so, and nothing is lost.
    const rules = await schema(input).catch(() => null);
    if (!rules) return { values: input, errors: {} };
    // The slug that says which project a call is for is no part of a verb's input.
    const { project, ...own } = input as Input & { project?: unknown };
    const asked = "project" in values ? { ...own, project } : own;
    const { error } = await rules.safeParseAsync(asked, { error: fieldWords });
    if (!error) return { values: input, errors: {} };
    // Of several issues about one field the first is said.
    return refuse(
      error.issues
        .toReversed()
        .map(({ path, message }) => [path.length === 0 ? "root" : path.join("."), message]),
    );
  };
}

/** Puts what the server refused beside its fields; a path that no field stands for is said at the form's foot. */
function showFailure<Values extends FieldValues, Input>(
  form: UseFormReturn<Values, unknown, Input>,
  { fields }: ActionFailure,
): void {
  for (const [path, message] of Object.entries(fields))
    if (path !== "") form.setError(path as FieldPath<Values>, { type: "server", message });
}

/** After a try the focus goes to the first field that is marked wrong, whichever part of the form drew it. */
function useFocusOnFirstWrong(formId: string): () => void {
  const [tries, setTries] = useState(0);
  // The marks and the focus are the document's; both are there once React has drawn what the try found.
  useEffect(() => {
    if (tries === 0) return;
    document.getElementById(formId)?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [formId, tries]);
  return useCallback(() => setTries((count) => count + 1), []);
}
