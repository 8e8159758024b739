/** Mutants no test can tell from the code they come from: the piece replaced, what stands in its place, and why it is the same. */
export type Equivalent = { file: string; before: string; after: string; why: string };

const onTwoConnections =
  "PGlite has one connection, so nobody can come between; on PostgreSQL (npm run test:pg) the test of two people at once kills it";

export const equivalents: readonly Equivalent[] = [
  { file: "lib/feedback/kpis/define.ts", before: "true", after: "false", why: onTwoConnections },
  {
    file: "lib/feedback/kpis/internal.ts",
    before: "options.lock",
    after: "!(options.lock)",
    why: onTwoConnections,
  },
  {
    file: "lib/statistics/multiple-tests.ts",
    before: "1",
    after: "2",
    why: "every place of the list is written before it is read",
  },
];
