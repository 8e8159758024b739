/** Mutants no test can tell from the code they come from: the piece replaced, what stands in its place, and why it is the same. */
export type Equivalent = { file: string; before: string; after: string; why: string };

export const equivalents: readonly Equivalent[] = [];
