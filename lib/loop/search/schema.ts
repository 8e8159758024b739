/** The nouns of a project that have a page by name, in the order in which they are listed. */
export const foundKinds = [
  "prompt",
  "run",
  "dataset",
  "suite",
  "queue",
  "promotion",
  "environment",
  "KPI",
  "policy",
  "route",
  "connection",
] as const;
export type FoundKind = (typeof foundKinds)[number];

/**
 * A thing of the project that a search found. `key` is what its page is addressed by: a promotion's number, a KPI's key,
 * an environment's name, of all else the id.
 */
export type Found = { kind: FoundKind; key: string; title: string; note: string };
