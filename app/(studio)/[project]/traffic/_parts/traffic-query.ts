import { ListGenerationsInput } from "#schema/observability";

export type TrafficQuery = Record<string, string | string[] | undefined>;

const names = [
  "text",
  "promptId",
  "promptVersionId",
  "model",
  "source",
  "status",
  "runId",
  "simulated",
  "from",
  "to",
  "cursor",
] as const;

/** The filters of the address as they stand; a filter typed wrong is left out rather than shown as an error. */
export function readTrafficQuery(query: TrafficQuery): {
  filters: ReturnType<typeof ListGenerationsInput.parse>;
  given: Record<string, string>;
} {
  const given: Record<string, string> = {};
  for (const name of names) {
    const value = query[name];
    if (typeof value === "string" && value !== "" && isValid(name, value)) given[name] = value;
  }
  return { filters: ListGenerationsInput.parse(given), given };
}

function isValid(name: (typeof names)[number], value: string): boolean {
  return (
    ListGenerationsInput.safeParse({ [name]: value }).success && (name !== "cursor" || value.includes("~"))
  );
}
