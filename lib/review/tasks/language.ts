import { languageOf } from "#lib/meaning";

/** Longer texts say no more about their language. */
const looked = 2_000;

/**
 * Code of the language of a task's inputs, by script and commonest words; of the output where the inputs have no words.
 * Null where it cannot be told, as of a lone order number.
 */
export function languageOfTask(inputs: Record<string, unknown>, output: string): string | null {
  const asked = textsOf(inputs).join(" ").slice(0, looked);
  const language = languageOf(asked, "none");
  const found = language === "none" ? languageOf(output.slice(0, looked), "none") : language;
  return found === "none" || found === "other" ? null : found;
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
