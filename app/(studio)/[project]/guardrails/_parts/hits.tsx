import { TimeSeries } from "#components/charts/time-series.client";
import type { Context } from "#lib/identity";
import { policyHits } from "#lib/observability";
import { formatCount } from "#platform/format";
import type { PolicyHit } from "#schema/observability";
import { Card, CardBody, CardHeader } from "#ui/card";

const days = 30;
const dayMs = 86_400_000;
const actions = [
  { key: "redact", label: "redacted" },
  { key: "flag", label: "noted" },
  { key: "review", label: "sent to review" },
  { key: "block", label: "blocked" },
];

/** How often policies, or one of them, found something in the last thirty days, by what was done. */
export async function Hits({ ctx, policyId }: { ctx: Context; policyId?: string }) {
  const to = ctx.clock.now();
  const today = Math.floor(to.getTime() / dayMs) * dayMs;
  const from = new Date(today - (days - 1) * dayMs);
  const hits = await policyHits(ctx, { from, to, ...(policyId ? { policyId } : {}) });
  const total = hits.reduce((sum, { findings }) => sum + findings, 0);
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
            lines={actions
              .filter(({ key }) => hits.some(({ action }) => action === key))
              .map(({ key, label }) => ({ key, label, points: pointsOf(hits, key, from.getTime()) }))}
          />
        )}
      </CardBody>
    </Card>
  );
}

/** A day without findings is known to have none. */
function pointsOf(hits: readonly PolicyHit[], action: string, from: number) {
  const byDay = new Map(hits.filter((hit) => hit.action === action).map((hit) => [hit.day, hit.findings]));
  return Array.from({ length: days }, (_, index) => {
    const at = new Date(from + index * dayMs).toISOString();
    return { at, value: byDay.get(at.slice(0, 10)) ?? 0 };
  });
}
