import type { Failure } from "./calls.ts";
import type { RefusedDecision } from "./desk-state.ts";
import type { UnsentDecision } from "./desk-storage.ts";

/** A decision the server answered with no, as it lies on the desk. */
export function refusalOf(
  { key, taskId, taskNumber, verdict }: UnsentDecision,
  message: string,
): RefusedDecision {
  return { key, taskId, taskNumber, kind: verdict.kind, message, verdict };
}

/** Is the task no longer to be had by this person: decided elsewhere, settled, or gone from the project? */
export function isOver({ code, details }: Failure): boolean {
  if (code === "not_found") return true;
  return code === "conflict" && kindIn(details) === "task_over";
}

function kindIn(details: unknown): unknown {
  return typeof details === "object" && details !== null && "kind" in details ? details.kind : undefined;
}

/** Who has the task, when a conflict says so. */
export function holderIn(details: unknown): { name: string; until: Date } | null {
  if (typeof details !== "object" || details === null) return null;
  const { kind, heldByName, heldUntil } = details as Record<string, unknown>;
  return kind === "task_held" && typeof heldByName === "string" && typeof heldUntil === "string"
    ? { name: heldByName, until: new Date(heldUntil) }
    : null;
}
