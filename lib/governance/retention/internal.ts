import { NotFound } from "#platform/errors";
import type { DataKind, RetentionHandler } from "../data-kinds/kind.ts";
import { dataKinds } from "../data-kinds/registry.ts";

export type AgingKind = DataKind & { retention: RetentionHandler };

const dayMs = 86_400_000;

/** The kinds that may go by age, in the order of their labels. */
export function agingKinds(): AgingKind[] {
  return dataKinds()
    .filter((kind): kind is AgingKind => kind.retention !== undefined)
    .toSorted((a, b) => a.label.localeCompare(b.label));
}

/** The kind of this name. Throws not_found. */
export function getAgingKind(name: string): AgingKind {
  const kind = agingKinds().find((each) => each.name === name);
  if (!kind) throw new NotFound("kind of data");
  return kind;
}

/** What began before this moment is older than so many days: the beginning of a UTC day, so that days go as a whole. */
export function cutoff(now: Date, days: number): Date {
  return new Date(Math.floor(now.getTime() / dayMs) * dayMs - days * dayMs);
}
