import { mapToHookFormErrors } from "@next-safe-action/adapter-react-hook-form";
import type { FieldErrors } from "react-hook-form";

type ServerError = { code: string; message: string; requestId?: string | undefined; details?: unknown };

/** What a studio action answers: next-safe-action's result, as far as a page looks at it. */
export type StudioResult<Data> = {
  data?: Data | undefined;
  serverError?: ServerError | undefined;
  validationErrors?: unknown;
};

/** A server action as a page hands it to a component: a verb's input, and the project it is for. */
export type StudioAction<Input, Data = unknown> = (
  input: Input & { project: string },
) => Promise<StudioResult<Data> | undefined>;

/** Why a call failed. `fields` says what is wrong with which part of the input, by its path: "targets.0.weight". */
export type ActionFailure = {
  code: string;
  message: string;
  requestId?: string | undefined;
  details?: unknown;
  fields: Readonly<Record<string, string>>;
};

/** A failure as a route tells it, which knows no fields. */
export type StudioProblem = Omit<ActionFailure, "fields">;

/** No answer came: a lost connection is a failure like any other, and what was typed stays. */
export const unreachable: ActionFailure = {
  code: "unreachable",
  message: "The studio did not answer. What you typed is kept: check the connection, then try again.",
  fields: {},
};

/** The failure in an action's result, or null when it worked. */
export function failureOf(result: StudioResult<unknown> | undefined): ActionFailure | null {
  if (!result) return unreachable;
  const { serverError, validationErrors } = result;
  if (serverError) return { ...serverError, fields: fieldsOf(serverError) };
  if (!validationErrors) return null;
  const fields = messagesByPath(mapToHookFormErrors(validationErrors) ?? {});
  return {
    code: "invalid_input",
    message: Object.values(fields)[0] ?? "Check what you entered.",
    fields,
  };
}

/** What a verb says is wrong: a list of issues by path (zod's), or the one field an error is about. */
function fieldsOf({ message, details }: ServerError): Record<string, string> {
  if (typeof details !== "object" || details === null) return {};
  if ("field" in details && typeof details.field === "string") return { [details.field]: message };
  if (!("issues" in details) || !Array.isArray(details.issues)) return {};
  const issues: { path?: unknown; message?: unknown }[] = details.issues;
  return Object.fromEntries(
    // Of several about one field the first is said.
    issues
      .toReversed()
      .map((issue) => [
        typeof issue.path === "string" ? issue.path : "",
        typeof issue.message === "string" ? issue.message : message,
      ]),
  );
}

/** Every message in nested errors by its dotted path; what is wrong with the whole stands under "". */
export function messagesByPath(errors: FieldErrors, path = ""): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, error] of Object.entries(errors)) {
    // `ref` is the control itself.
    if (key === "ref" || typeof error !== "object" || error === null) continue;
    const here = key === "root" ? path : path === "" ? key : `${path}.${key}`;
    if ("message" in error && typeof error.message === "string" && error.message !== "")
      found[here] ??= error.message;
    for (const [inner, message] of Object.entries(messagesByPath(error as FieldErrors, here)))
      found[inner] ??= message;
  }
  return found;
}

/** Those of some messages that stand under a path, by what follows it: for a part that draws its own fields. */
export function messagesUnder(
  messages: Readonly<Record<string, string>>,
  path: string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(messages).flatMap(([at, message]) =>
      at === path ? [["", message]] : at.startsWith(`${path}.`) ? [[at.slice(path.length + 1), message]] : [],
    ),
  );
}
