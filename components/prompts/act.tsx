/** What went wrong, as an action or a route of the studio tells it. */
export type FormProblem = { code: string; message: string; details?: unknown; requestId?: string };
export type ActResult<Result> = {
  data?: Result | undefined;
  serverError?: FormProblem | undefined;
  validationErrors?: unknown;
};
/** A server action as a page hands it to a component. */
export type Act<Input, Result> = (
  input: Input & { project: string },
) => Promise<ActResult<Result> | undefined>;

export type Outcome<Result> = { data: Result; trouble: null } | { data: null; trouble: FormProblem };

/** Runs an action and says how it went; a lost connection and an unreadable answer are troubles as well, never throws. */
export async function attempt<Input, Result>(
  act: Act<Input, Result>,
  input: Input & { project: string },
): Promise<Outcome<Result>> {
  try {
    const answer = await act(input);
    if (answer?.serverError) return { data: null, trouble: answer.serverError };
    if (answer?.data !== undefined) return { data: answer.data, trouble: null };
    return {
      data: null,
      trouble: { code: "invalid_input", message: firstMessage(answer?.validationErrors) },
    };
  } catch (error) {
    return { data: null, trouble: lostConnection(error) };
  }
}

/** What to say when the server could not be reached at all. */
export function lostConnection(error: unknown): FormProblem {
  return {
    code: "unavailable",
    message: `The studio did not answer (${error instanceof Error ? error.message : "no connection"}). What you typed is kept; try again.`,
  };
}

/** The first message anywhere in next-safe-action's flattened validation errors. */
function firstMessage(errors: unknown): string {
  if (typeof errors === "string") return errors;
  const inner = typeof errors === "object" && errors !== null ? Object.entries(errors) : [];
  for (const [key, value] of inner) {
    const message = firstMessage(value);
    if (message !== unknownInput)
      return Number.isNaN(Number(key)) && key !== "formErrors" && key !== "fieldErrors"
        ? `${key}: ${message}`
        : message;
  }
  return unknownInput;
}

const unknownInput = "The input is not valid.";
