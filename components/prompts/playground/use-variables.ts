import { useState } from "react";
import { isAppError } from "#platform/errors";
import { coerceVariables } from "#client/prompts";
import type { PromptContent, VariableIssue } from "#schema/prompts";
import type { PickedExample } from "./example-picker.client.tsx";

type Held = { values: Record<string, string>; picked: PickedExample | null };
/** Outlives the tab: what was filled in is there again when one comes back from the editor. */
const kept = new Map<string, Held>();

/** What is typed for the variables of a prompt, and what is wrong with it once somebody wanted to run. */
export function useVariables(
  key: string,
  content: PromptContent,
  /** What the conversation of the address was run with. */
  ranWith: Record<string, unknown> = {},
) {
  const [held, setHeld] = useState<Held>(
    () => kept.get(key) ?? { values: writtenValues(ranWith), picked: null },
  );
  const [issues, setIssues] = useState<VariableIssue[]>([]);
  const put = (next: Held) => {
    kept.set(key, next);
    setHeld(next);
    setIssues([]);
  };
  return {
    ...held,
    issues,
    set: (name: string, value: string) => put({ ...held, values: { ...held.values, [name]: value } }),
    fill: (picked: PickedExample) => {
      put({ values: { ...held.values, ...writtenValues(picked.inputs) }, picked });
    },
    /** The values to send, or null when one is missing or wrong; the fields then say which. */
    check: (): Record<string, string> | null => {
      const given = Object.fromEntries(Object.entries(held.values).filter(([, value]) => value !== ""));
      try {
        coerceVariables(content.variables, given);
        setIssues([]);
        return given;
      } catch (error) {
        if (!isAppError(error)) throw error;
        setIssues((error.details as { issues: VariableIssue[] }).issues);
        return null;
      }
    },
  };
}

/** Values as they stand in the form. */
function writtenValues(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
