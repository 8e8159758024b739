import { and, eq, gte, isNull, lt, ne } from "drizzle-orm";
import { adjudications, decisions, tasks } from "#db/schema/review";
import { type Context, requirePermission } from "#lib/identity";
import { boundedMeanInterval, cohenKappa, confusionTable, wilsonInterval } from "#statistics";
import { blindOrder } from "../decisions/settlement.ts";
import { AgreementInput, type DecisionKind, decisionKinds, type QueueAgreement } from "../schema.ts";

/** Fewer pairs than this say nothing about agreement beyond chance. */
export const enoughPairs = 30;

/**
 * How often two independent opinions on a task agree, over tasks whose opinions are both in (the later one in the
 * span), and how third persons settled those that did not. Throws forbidden, invalid_input.
 */
export async function queueAgreement(ctx: Context, input: AgreementInput = {}): Promise<QueueAgreement> {
  requirePermission(ctx, "queue.read");
  const filter = AgreementInput.parse(input);
  const pairs = await readPairs(ctx, filter);
  const table = confusionTable(pairs, decisionKinds);
  const same = pairs.filter(([a, b]) => a === b).length;
  return {
    pairs: pairs.length,
    same,
    share: pairs.length === 0 ? null : { value: same / pairs.length, ...wilsonInterval(same, pairs.length) },
    kappa: pairs.length < enoughPairs ? null : kappaOf(table, pairs),
    table,
    settled: await readSettled(ctx, filter),
  };
}

type Pair = [DecisionKind, DecisionKind];
type Filter = ReturnType<typeof AgreementInput.parse>;

/** The interval is that of the agreement, with the agreement by chance held fixed. */
function kappaOf(table: number[][], pairs: readonly Pair[]): QueueAgreement["kappa"] {
  const byChance = expectedOf(table);
  if (byChance === 0) return null;
  const { low, high } = boundedMeanInterval(pairs.map(([a, b]) => (a === b ? 1 : 0)));
  return {
    value: cohenKappa(table),
    low: Math.max(-1, 1 - (1 - low) / byChance),
    high: 1 - (1 - high) / byChance,
  };
}

/** Disagreement by chance, from the margins. */
function expectedOf(table: readonly (readonly number[])[]): number {
  const total = table.flat().reduce((sum, count) => sum + count, 0);
  return (
    1 -
    table.reduce((sum, row, place) => {
      const across = row.reduce((all, count) => all + count, 0);
      const down = table.reduce((all, each) => all + (each[place] ?? 0), 0);
      return sum + (across * down) / total ** 2;
    }, 0)
  );
}

async function readPairs(ctx: Context, { queueId, from, to }: Filter): Promise<Pair[]> {
  const rows = await ctx.db
    .select({
      id: decisions.id,
      taskId: decisions.taskId,
      kind: decisions.kind,
      createdAt: decisions.createdAt,
    })
    .from(decisions)
    .innerJoin(tasks, and(eq(tasks.projectId, decisions.projectId), eq(tasks.id, decisions.taskId)))
    .where(
      and(
        eq(decisions.projectId, ctx.project),
        eq(decisions.role, "opinion"),
        isNull(decisions.undoneAt),
        gte(tasks.decisionsNeeded, 2),
        // Before the second opinion is in, nothing may be told of the first.
        ne(tasks.status, "open"),
        queueId ? eq(tasks.queueId, queueId) : undefined,
      ),
    );
  return [...Map.groupBy(rows, ({ taskId }) => taskId).values()].flatMap((own): Pair[] => {
    const [a, b] = blindOrder(own);
    if (!a || !b) return [];
    const settledAt = a.createdAt > b.createdAt ? a.createdAt : b.createdAt;
    return (from && settledAt < from) || (to && settledAt >= to) ? [] : [[a.kind, b.kind]];
  });
}

const severity: Record<DecisionKind, number> = { approve: 0, edit: 1, reject: 2 };

async function readSettled(ctx: Context, { queueId, from, to }: Filter): Promise<QueueAgreement["settled"]> {
  const rows = await ctx.db
    .select({ verdict: adjudications.verdict, a: adjudications.opinionAId, b: adjudications.opinionBId })
    .from(adjudications)
    .innerJoin(tasks, and(eq(tasks.projectId, adjudications.projectId), eq(tasks.id, adjudications.taskId)))
    .where(
      and(
        eq(adjudications.projectId, ctx.project),
        isNull(adjudications.undoneAt),
        queueId ? eq(tasks.queueId, queueId) : undefined,
        from ? gte(adjudications.createdAt, from) : undefined,
        to ? lt(adjudications.createdAt, to) : undefined,
      ),
    );
  const kinds = await kindsOf(ctx);
  const result = { milder: 0, stricter: 0, neither: 0, leftOpen: 0 };
  for (const { verdict, a, b } of rows) {
    if (verdict === "left_open") result.leftOpen += 1;
    else if (verdict === "edit") result.neither += 1;
    else {
      const [kept, other] = verdict === "as_a" ? [a, b] : [b, a];
      const isMilder = severity[kinds.get(kept) ?? "reject"] < severity[kinds.get(other) ?? "reject"];
      result[isMilder ? "milder" : "stricter"] += 1;
    }
  }
  return result;
}

async function kindsOf(ctx: Context): Promise<Map<string, DecisionKind>> {
  const rows = await ctx.db
    .select({ id: decisions.id, kind: decisions.kind })
    .from(decisions)
    .innerJoin(
      adjudications,
      and(eq(adjudications.projectId, decisions.projectId), eq(adjudications.taskId, decisions.taskId)),
    )
    .where(eq(decisions.projectId, ctx.project));
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}
