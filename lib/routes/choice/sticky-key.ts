import type { RouteChoice } from "../definition.ts";
import { valueAt } from "./conditions.ts";

/** Who calls, as a sticky choice may go by it. */
export type Caller = {
  endUser: string | null;
  apiKeyId: string | null;
  metadata: Record<string, unknown> | null;
};

/** What a sticky route keeps a caller at its target by; null for another choice, and where the call says nothing of it. */
export function stickyKeyOf(choice: RouteChoice, { endUser, apiKeyId, metadata }: Caller): string | null {
  if (choice.by !== "sticky") return null;
  if (choice.key === "end_user") return endUser;
  if (choice.key === "api_key") return apiKeyId;
  const value = valueAt(metadata, choice.key.slice("metadata.".length));
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : null;
}
