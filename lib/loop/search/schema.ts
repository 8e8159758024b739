export const foundKinds = ["prompt", "run", "dataset", "suite", "queue", "promotion"] as const;
export type FoundKind = (typeof foundKinds)[number];

/** A thing of the project that a search found. A promotion is addressed by its number, all else by its id. */
export type Found = { kind: FoundKind; id: string; number: number | null; title: string; note: string };
