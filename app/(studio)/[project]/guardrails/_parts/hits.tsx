import { daysUpTo, hitsByDay } from "#client/observability";
import { TimeSeries } from "#components/charts/time-series.client";
import type { Context } from "#lib/identity";
import { policyHits } from "#lib/observability";
import { formatCount } from "#platform/format";
import { Card, CardBody, CardHeader } from "#ui/card";

const days = 30;
const done = [
  { key: "redact", label: "redacted" },
  { key: "flag", label: "noted" },
  { key: "review", label: "sent to review" },
  { key: "repair", label: "mended" },
  { key: "block", label: "blocked" },
];

/** How often policies, or one of them, found something in the last thirty UTC days, by what was done. */
export async function Hits({ ctx, policyId }: { ctx: Context; policyId?: string }) {
  const span = daysUpTo(ctx.clock.now(), days);
  const { total, actions } = hitsByDay(
    await policyHits(ctx, { ...span, ...(policyId ? { policyId } : {}) }),
    span,
  );
  return (
    <Card>
      <CardHeader title="Hits" note={`${formatCount(total, "finding")}, per day, ${days} days`} />
      <CardBody>
        {total === 0 ? (
          <p className="text-text-2">
            Nothing was found in {days} days: no call held what a rule looks for, or no rule looks yet.
          </p>
        ) : (
          <TimeSeries
            label={`What policies found, ${days} days`}
            measure="count"
            height={160}
            lines={done.flatMap(({ key, label }) => {
              const own = actions.find(({ action }) => action === key);
              return own ? [{ key, label, points: own.points }] : [];
            })}
          />
        )}
      </CardBody>
    </Card>
  );
}
