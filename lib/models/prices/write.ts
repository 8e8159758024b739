import { and, eq } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { connections, priceOverrides } from "#db/schema/models";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { newId } from "#platform/ids";
import { isId } from "#platform/is-id";
import { type ConnectionRow, getConnectionInProject } from "../connections/internal.ts";
import { CreatePriceOverrideInput, EndPriceOverrideInput, type PriceOverride } from "./schema.ts";
import { presentOverride, readOverrides } from "./read.ts";

/**
 * Sets the project's own price for some models of a connection, from one moment to another. Calls recorded so far keep
 * their cost, also when it begins in the past. Throws forbidden, not_found (connection), invalid_input, conflict (another
 * of the same pattern holds meanwhile).
 */
export async function createPriceOverride(
  ctx: Context,
  input: CreatePriceOverrideInput,
): Promise<PriceOverride> {
  requirePermission(ctx, "price.update");
  const { connection: named, ...values } = CreatePriceOverrideInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const connection = await findConnection(tx, named);
    requireFreeTime(await readOverrides(tx, connection.id), { ...values, to: values.to ?? null });
    const now = tx.clock.now();
    const [row] = await tx.db
      .insert(priceOverrides)
      .values({
        ...values,
        id: newId(now),
        projectId: tx.project,
        connectionId: connection.id,
        createdByName: tx.actor.name,
        createdAt: now,
      })
      .returning();
    if (!row) throw new AppError("internal", "The price could not be stored.");
    const override = presentOverride(row);
    await publishInvalidation(tx, "connections", tx.project);
    await appendAudit(tx, {
      action: "price_override.create",
      subject: subjectOf(override),
      after: { ...override, connection: connection.name },
    });
    return override;
  });
}

/** Ends a price at a moment; what was charged by it stays. Throws forbidden, not_found, conflict (it has ended before). */
export async function endPriceOverride(ctx: Context, input: EndPriceOverrideInput): Promise<PriceOverride> {
  requirePermission(ctx, "price.update");
  const { overrideId, to } = EndPriceOverrideInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const mine = and(eq(priceOverrides.projectId, tx.project), eq(priceOverrides.id, overrideId));
    const [before] = await tx.db.select().from(priceOverrides).where(mine).for("update");
    if (!before) throw new NotFound("price");
    const asked = to ?? tx.clock.now();
    const end = asked > before.from ? asked : before.from;
    if (before.to !== null && before.to <= end)
      throw new AppError("conflict", "This price has ended already, or ends sooner.");
    const [after] = await tx.db.update(priceOverrides).set({ to: end }).where(mine).returning();
    if (!after) throw new NotFound("price");
    await publishInvalidation(tx, "connections", tx.project);
    await appendAudit(tx, {
      action: "price_override.end",
      subject: subjectOf(presentOverride(after)),
      before: { to: before.to },
      after: { to: after.to },
    });
    return presentOverride(after);
  });
}

async function findConnection(tx: Context, named: string): Promise<ConnectionRow> {
  if (isId(named)) return getConnectionInProject(tx, named);
  const [row] = await tx.db
    .select()
    .from(connections)
    .where(and(eq(connections.projectId, tx.project), eq(connections.name, named)));
  if (!row) throw new NotFound("connection");
  return row;
}

type Span = Pick<PriceOverride, "modelPattern" | "from" | "to">;

/** Two prices of one pattern at one time would leave open which one is charged. */
function requireFreeTime(others: readonly Span[], wanted: Span): void {
  const meets = (other: Span) =>
    (wanted.to === null || other.from < wanted.to) && (other.to === null || wanted.from < other.to);
  const other = others.find(
    (span) =>
      span.modelPattern.toLowerCase() === wanted.modelPattern.toLowerCase() && !isEmpty(span) && meets(span),
  );
  if (!other) return;
  const until = other.to ? `until ${other.to.toISOString()}` : "with no end";
  throw new AppError(
    "conflict",
    `A price for ${other.modelPattern} holds from ${other.from.toISOString()} ${until}. End it first, or choose other dates.`,
  );
}

/** One that was ended before it began never holds. */
function isEmpty({ from, to }: Span): boolean {
  return to !== null && to <= from;
}

function subjectOf({ id, modelPattern }: PriceOverride): { type: string; id: string; name: string } {
  return { type: "price_override", id, name: modelPattern };
}
