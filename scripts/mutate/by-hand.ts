import type { Fault } from "./mutant.ts";

/**
 * Faults no operator makes, each one that somebody could write: a wrong column, scope or time zone, a filter forgotten, a
 * mean without its weights. `npm run mutate -- --by-hand` tries them all. `before` is one expression, once in its file.
 */
export type FaultByHand = { file: string; before: string; after: string };

export const faultsByHand: readonly FaultByHand[] = [
  {
    file: "lib/feedback/kpis/internal.ts",
    before: "sql<string>`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD')`",
    after: "sql<string>`to_char(${at} at time zone 'Asia/Kathmandu', 'YYYY-MM-DD')`",
  },
  {
    file: "lib/feedback/kpis/list.ts",
    before:
      "sql`date_trunc('day', ${max(kpiValues.at)}, 'UTC') - make_interval(hours => ${24 * (days - 1)})`",
    after: "sql`${max(kpiValues.at)} - make_interval(hours => ${24 * days})`",
  },
  {
    file: "lib/feedback/kpis/read.ts",
    before: "eq(kpiValues.promptVersionId, filter.promptVersionId)",
    after: "eq(kpiValues.promptId, filter.promptVersionId)",
  },
  {
    file: "lib/feedback/kpis/read.ts",
    before: "sql<number>`sum(${kpiValues.sum}) / sum(${kpiValues.weight})`",
    after: "sql<number>`avg(${kpiValues.sum} / ${kpiValues.weight})`",
  },
  {
    file: "lib/feedback/kpis/list.ts",
    before: "weightedMean(points)",
    after: "(points.reduce((sum, { value }) => sum + value, 0) / points.length)",
  },
  {
    file: "lib/feedback/kpis/most-observed.ts",
    before: "desc(sql`sum(${kpiValues.weight})`)",
    after: "desc(sql`count(*)`)",
  },
  { file: "lib/feedback/kpis/record.ts", before: "value.at ?? now", after: "now" },
  {
    file: "lib/loop/overview/production.ts",
    before: "{ ...input.against, promptId }",
    after: "{ ...input.scope, promptId }",
  },
  {
    file: "lib/loop/overview/production.ts",
    before: "{ environment: environmentName, versionIds }",
    after: '{ environment: "production", versionIds }',
  },
  { file: "lib/loop/overview/tiles.ts", before: "[corrections, complaints]", after: "[complaints]" },
  {
    file: "lib/loop/overview/tiles.ts",
    before: "usageSeries(ctx, against)",
    after: "usageSeries(ctx, scope)",
  },
  {
    file: "lib/loop/overview/chart.ts",
    before: "{ ...scope, from: range.before.from, withoutSimulated: true }",
    after: "{ ...scope, withoutSimulated: true }",
  },
  {
    file: "lib/loop/overview/chart.ts",
    before: "{ ...scope, kpiId: kpi.id }",
    after: "{ from: scope.from, to: scope.to, kpiId: kpi.id }",
  },
  {
    file: "lib/loop/overview/latency-lines.ts",
    before: "({ latencyP50Ms }) => latencyP50Ms",
    after: "({ latencyP95Ms }) => latencyP95Ms",
  },
  { file: "lib/loop/overview/chart.ts", before: "point.carbonGramsLow", after: "point.carbonGramsHigh" },
  {
    file: "lib/loop/overview/shares.ts",
    before: "Date.parse(`${day}T00:00:00Z`)",
    after: "Date.parse(`${day}T00:00:00`)",
  },
  {
    file: "lib/loop/overview/read.ts",
    before: "spanOf(scope)",
    after: "{ from: scope.from, to: scope.to }",
  },
  {
    file: "lib/loop/overview/read.ts",
    before: "{ ...scope, ...range.before }",
    after: "against.scope",
  },
  {
    file: "lib/loop/overview/read.ts",
    before: "review.safetyRejected",
    after: "review.rejected",
  },
  {
    file: "lib/releases/gate/gather.ts",
    before: "history.find(({ createdAt }) => createdAt <= run.createdAt)",
    after: "history.find(() => true)",
  },
  { file: "lib/releases/gate/gather.ts", before: '"different"', after: "undefined" },
  {
    file: "lib/releases/gate/like.ts",
    before:
      "{\n    datasetVersionId,\n    suiteVersionId,\n    embeddingModel,\n    meaningRules,\n    ...plainTarget(target),\n    fallbacks,\n    settings,\n  }",
    after: "{ datasetVersionId, suiteVersionId, ...plainTarget(target), fallbacks, settings }",
  },
  {
    file: "lib/releases/gate/evaluate.ts",
    before: "findPointer(ctx, row.environmentName, row.promptId)",
    after: 'findPointer(ctx, "production", row.promptId)',
  },
  {
    file: "lib/releases/gate/evaluate.ts",
    before: "targetOf(ctx, current)",
    after: "targetOf(ctx, claim.candidate)",
  },
  {
    file: "lib/releases/gate/judge-approvals.ts",
    before: "[approval.userId, approval]",
    after: "[approval.userRole, approval]",
  },
  {
    file: "lib/releases/gate/gather-review.ts",
    before: "new Set(decided.flatMap(({ reviewers }) => reviewers)).size",
    after: "decided.length",
  },
  {
    file: "lib/budgets/uses/parts.ts",
    before: "periodAt(period, now).startsAt",
    after: "periodAt(period, new Date(now.getTime() + 60_000)).startsAt",
  },
  {
    file: "lib/budgets/uses/reserve.ts",
    before: "periodAt(b.limit.period, now).endsAt.getTime() - periodAt(a.limit.period, now).endsAt.getTime()",
    after: "periodAt(a.limit.period, now).endsAt.getTime() - periodAt(b.limit.period, now).endsAt.getTime()",
  },
  {
    file: "lib/budgets/uses/known.ts",
    before: "`${budgetId} ${periodStart.getTime()} ${subject}`",
    after: "`${budgetId} ${subject}`",
  },
  {
    file: "lib/budgets/uses/alerts.ts",
    before: 'limit.period === "minute" ? hourOf(stand.periodStart) : stand.periodStart',
    after: "stand.periodStart",
  },
  {
    file: "lib/budgets/uses/sweep.ts",
    before: "{ tokens: 0, usd: 0, grams: 0 }",
    after: "{ tokens: null, usd: null, grams: null }",
  },
  { file: "lib/api/limit-headers.ts", before: "monthSeconds(state.endsAt)", after: "30 * 86_400" },
  {
    file: "lib/budgets/data.ts",
    before: 'and(eq(budgets.projectId, tx.project), eq(budgets.per, "user"), eq(budgets.only, person.key))',
    after: "and(eq(budgets.projectId, tx.project), eq(budgets.only, person.key))",
  },
  {
    file: "lib/releases/gate/gather.ts",
    before: "id !== candidate.run.id && candidate.ended.includes(id)",
    after: "id !== candidate.run.id",
  },
  {
    file: "lib/releases/gate/judge-approvals.ts",
    before: '({ verdict }) => verdict === "reject"',
    after: '({ verdict, userId }) => verdict === "reject" && userId !== gathered.requestedBy.id',
  },
  {
    file: "lib/releases/gate/against-current.ts",
    before: "p * overTests * looks ** 2",
    after: "p * overTests * looks",
  },
  {
    file: "lib/releases/gate/judge-suite.ts",
    before: 'evaluator.gate === "met" && holdsOverTries(evaluator, run)',
    after: 'evaluator.gate === "met"',
  },
  {
    file: "lib/releases/gate/gather-review.ts",
    before: "!isOpen && verdict !== null",
    after: "verdict !== null",
  },
  { file: "lib/loop/overview/tiles.ts", before: "Math.min(...signs)", after: "(signs[0] ?? 0)" },
  {
    file: "lib/loop/overview/tiles.ts",
    before: "({ fromVersionId }) => fromVersionId ?? []",
    after: "({ toVersionId }) => toVersionId ?? []",
  },
  {
    file: "lib/loop/overview/tiles.ts",
    before: "rangeOf(against).days.length",
    after: "rangeOf(scope).days.length",
  },
  {
    file: "lib/loop/overview/latency-lines.ts",
    before: "2 * answersOf(shown) >= answersOf(points)",
    after: "2 * shown.length >= points.length",
  },
  {
    file: "lib/loop/overview/production.ts",
    before: "input.verdicts.before.filter((row) => row.promptId === promptId)",
    after: "input.verdicts.before.filter((row) => row.versionId === versionId)",
  },
  {
    file: "lib/loop/overview/production.ts",
    before: "review.edited + review.rejected",
    after: "review.rejected",
  },
  {
    file: "lib/review/tasks/holds.ts",
    before: "Math.max(1, task.decisionsNeeded - task.decisionCount)",
    after: "Math.max(1, task.decisionsNeeded)",
  },
  {
    file: "lib/review/tasks/holds.ts",
    before: "mine?.since ?? now.toISOString()",
    after: "now.toISOString()",
  },
  {
    file: "lib/review/tasks/skip.ts",
    before: "{ holds: withoutMine(tx), skippedBy: [...task.skippedBy, me.id] }",
    after: "{ holds: withoutMine(tx), skippedBy: [me.id] }",
  },
  {
    file: "lib/review/tasks/add.ts",
    before: "seededRandom(number * 7919)()",
    after: "seededRandom(createdAt.getTime() + number)()",
  },
  {
    file: "lib/review/tasks/add.ts",
    before: "item.datasetId ?? queue.datasetId",
    after: "queue.datasetId ?? item.datasetId",
  },
  {
    file: "lib/feedback/kpis/record.ts",
    before:
      'value.generationId ??\n      value.promptVersionId ??\n      (value.promptPath ? `${value.promptPath}@${value.version ?? "latest"}` : null)',
    after: "value.generationId ?? value.promptVersionId ?? value.promptPath ?? null",
  },
  {
    file: "lib/feedback/kpis/read.ts",
    before: "ofCall ? or(isNull(kpiValues.source), ofCall) : undefined",
    after: "ofCall",
  },
  {
    file: "lib/review/summary/reviewers.ts",
    before: 'eq(decisions.role, "opinion")',
    after: "eq(decisions.projectId, ctx.project)",
  },
];

/** Where a file's faults by hand stand. Throws where one is not there, or in two places. */
export function faultsByHandOf(file: string, source: string): Fault[] {
  return faultsByHand
    .filter((fault) => fault.file === file)
    .map(({ before, after }) => {
      const start = source.indexOf(before);
      if (start === -1 || source.indexOf(before, start + 1) !== -1)
        throw new Error(
          `${file}: mend its entry in scripts/mutate/by-hand.ts, which does not stand there once: ${before}`,
        );
      return { start, end: start + before.length, replacement: after };
    });
}
