import type { ModelChoice } from "./connections/schema.ts";

/** How a model to choose is written: whose it is, and that it is simulated unless one of the names says so. No brackets: a name may have its own. */
export function choiceLabel({
  model,
  connectionName,
  isSimulated,
}: Pick<ModelChoice, "model" | "connectionName" | "isSimulated">): string {
  const name = `${model} · ${connectionName}`;
  return isSimulated && !/simulated/i.test(name) ? `${name}, simulated` : name;
}
