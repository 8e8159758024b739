/**
 * Mutants no test can tell from the code they come from: the piece replaced, what stands in its place, and why it is the
 * same. `line` names the line, trimmed, where the piece stands more than once in the file.
 */
export type Equivalent = { file: string; before: string; after: string; line?: string; why: string };

const onTwoConnections =
  "PGlite has one connection, so nobody can come between; on PostgreSQL (npm run test:pg) the test of two people at once kills it";

export const equivalents: readonly Equivalent[] = [
  {
    file: "lib/budgets/budgets/create.ts",
    line: "if ((found?.count ?? 0) >= budgetRules.mostBudgets)",
    before: "0",
    after: "1",
    why: "a count always has its row",
  },
  {
    file: "lib/budgets/data.ts",
    before: "and(eq(budgetUses.projectId, ctx.project), eq(budgetUses.subject, person.hash))",
    after: "and(eq(budgetUses.subject, person.hash))",
    why: "the hash is keyed by the project: no row of another one has it",
  },
  {
    file: "lib/budgets/data.ts",
    before: "and(eq(table.projectId, tx.project), eq(table.subject, person.hash))",
    after: "and(eq(table.subject, person.hash))",
    why: "the hash is keyed by the project: no row of another one has it",
  },
  { file: "lib/feedback/kpis/define.ts", before: "true", after: "false", why: onTwoConnections },
  {
    file: "lib/feedback/kpis/internal.ts",
    before: "options.lock",
    after: "!(options.lock)",
    why: onTwoConnections,
  },
  {
    file: "lib/loop/overview/first-steps.ts",
    before: "1",
    after: "2",
    why: "whether there is one is as true of a page of two",
  },
  {
    file: "lib/loop/overview/sentence.ts",
    before: "change.change > 0",
    after: "change.change >= 0",
    why: "said of a sure change only: its interval leaves 0, and so does the change",
  },
  {
    file: "lib/loop/overview/verdicts.ts",
    before: "200",
    after: "201",
    why: "the series it reads refuse such a name as well",
  },
  {
    file: "lib/review/tasks/internal.ts",
    before: "options.lock",
    after: "!(options.lock)",
    why: onTwoConnections,
  },
  {
    file: "lib/review/tasks/claim.ts",
    before:
      "and(\n        eq(tasks.projectId, ctx.project),\n        eq(tasks.queueId, held.queueId),\n        ne(tasks.id, held.id),\n        isMine(ctx),\n      )",
    after: "and(eq(tasks.projectId, ctx.project), eq(tasks.queueId, held.queueId), ne(tasks.id, held.id))",
    why: "a task without a hold of this person keeps what it has: the condition only spares the writing",
  },
  {
    file: "lib/review/tasks/read.ts",
    before:
      'and(\n        eq(tasks.projectId, ctx.project),\n        eq(tasks.queueId, queueId),\n        eq(tasks.status, "open"),\n        notDecidedByMe(ctx),\n        taskIds ? inArray(tasks.id, taskIds) : undefined,\n      )',
    after:
      'and(eq(tasks.queueId, queueId), eq(tasks.status, "open"), notDecidedByMe(ctx), taskIds ? inArray(tasks.id, taskIds) : undefined)',
    why: "the queue was found in this project just before, and a task is of its queue's project",
  },
  {
    file: "lib/statistics/clopper-pearson.ts",
    line: "let high = 1;",
    before: "1",
    after: "2",
    why: "a bisection that begins farther out ends at the same place",
  },
  {
    file: "lib/statistics/normal-cdf.ts",
    before: "37",
    after: "38",
    why: "between the two the tail is below 1e-299: as good as the 0 that is given",
  },
  {
    file: "lib/statistics/normal.ts",
    before: "q < 0",
    after: "q <= 0",
    why: "q is at least 0.425 from 0 there",
  },
  {
    file: "lib/statistics/permutation.ts",
    before: "random() < 0.5",
    after: "random() <= 0.5",
    why: "a draw of exactly one half comes once in four thousand million",
  },
  {
    file: "lib/statistics/quantile-interval.ts",
    before: "betaCdf(share, middle, count - middle + 1) <= level * (1 + 1e-12)",
    after: "betaCdf(share, middle, count - middle + 1) < level * (1 + 1e-12)",
    why: "the bound is a rounding's width above the level; no chance is exactly there",
  },
  {
    file: "lib/statistics/root.ts",
    line: "let turn = 0;",
    before: "0",
    after: "1",
    why: "no search takes more than 70 of its 120 turns (root.test.ts)",
  },
  {
    file: "lib/statistics/root.ts",
    before: "Math.abs(value) < 1e-9",
    after: "Math.abs(value) <= 1e-9",
    why: "a value that is exactly there is as near as one below it",
  },
  {
    file: "lib/statistics/root.ts",
    line: "let side = 0;",
    before: "0",
    after: "1",
    why: "the first step would halve a value that is not known yet",
  },
  {
    file: "lib/statistics/multiple-tests.ts",
    line: "const adjusted = Array.from(pValues, () => 1);",
    before: "1",
    after: "2",
    why: "every place of the list is written before it is read",
  },
  {
    file: "lib/statistics/multiple-tests.ts",
    line: 'let bound = way === "up" ? 0 : 1;',
    before: "1",
    after: "2",
    why: "a running minimum that begins higher; what is given is held to 1 after it",
  },
];
